import Checkout
import Gateway
import Synchronization
import Wire

/// `sessions`: lists sessions, shows one and its timeline, and changes one.
enum SessionsCommand {
    static func list(_ invocation: inout Invocation) throws(Refusal) {
        let isJSON = invocation.take("json") != nil
        let query = try SessionListOptions(&invocation)
        let settings = try invocation.settings()
        try invocation.finish(words: 2)
        let result = try Database.read(settings) { (reader) throws(StoreFailure) -> Result<[String], Refusal> in
            try lines(query, reader, at: try gatewayTime(settings, reader, invocation.clock), isJSON: isJSON)
        }
        try invocation.console.print(try result.get())
    }

    /// The lines of the list: one for each session, newest first, with the names of the columns above unless it is
    /// JSON. A refusal if the filter names an account that does not exist.
    static func lines(
        _ query: SessionListOptions, _ reader: any StoreReader, at now: Timestamp, isJSON: Bool
    ) throws(StoreFailure) -> Result<[String], Refusal> {
        let accounts = try reader.find(.accounts).accounts
        let filter: SessionFilter
        switch query.filter(accounts) {
        case .success(let found): filter = found
        case .failure(let refusal): return .failure(refusal)
        }
        let table = SessionTable(accounts: accounts, of: query.providers, at: now)
        // The widths of the columns depend on all rows, so the table is written after the last page.
        let rows = Mutex<[SessionTable.Row]>([])
        var objects: [JSONText] = []
        var position: ListPosition?
        // A page ends after one read has looked at many rows, so a filter that few sessions pass takes several pages.
        repeat {
            let limit = query.limit - objects.count
            let page = PageQuery(filter, at: now, after: position, limit: limit) { session in
                if isJSON { return ListEntry(SessionDocument.json(session, at: now), nil) }
                rows.withLock { $0.append(table.row(of: session)) }
                return ListEntry(.null, nil)
            }
            let found = try reader.find(.page(page)).page
            objects += found.entries.map(\.text)
            position = found.next
        } while position != nil && objects.count < query.limit
        return .success(
            isJSON ? objects.map { TerminalText.oneLine(json: $0) } : SessionTable.lines(rows.withLock { $0 }))
    }

    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try find(name, reader, invocation.types), try gatewayTime(settings, reader, invocation.clock))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        try invocation.console.print(TerminalText.oneLine(json: SessionDocument.json(session, at: now)))
    }

    static func timeline(_ invocation: inout Invocation) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, events, told, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            let session = try find(name, reader, invocation.types)
            let events = try session.map { (session) throws(StoreFailure) in
                try reader.find(.timeline(session.id)).timeline
            }
            let told = try session.map { (session) throws(StoreFailure) in
                try reader.find(.webhook(.told(session.id, limit: TimelineResource.toldMax))).webhook.told
            }
            return (session, (events ?? nil) ?? [], told ?? [], try gatewayTime(settings, reader, invocation.clock))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        try invocation.console.print("SEQUENCE  AT                           ACTOR     EVENT              DETAIL")
        let mask = Mask(invocation.types)
        for line in TimelineResource.all(events, of: session, at: now) {
            try invocation.console.print(text(of: line, in: session, mask))
        }
        for line in ToldDeliveryTable.lines(told) { try invocation.console.print(line) }
    }

    /// One event as a line of the table, with the details that the API shows.
    static func text(of line: SessionEvent, in session: CheckoutSession, _ mask: Mask) -> String {
        let json =
            TimelineResource.detail(of: line, in: session, mask)
        let detail = json.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        return "\(String(line.sequence).padded(9)) \(line.event.at.rfc3339(.microsecondsOrNone).padded(28)) "
            + "\("\(line.event.actor.word)".padded(9)) \("\(line.event.kind.word)".padded(18)) \(detail)"
    }

    /// The third word, which names a session, and the settings.
    static func named(_ invocation: inout Invocation) throws(Refusal) -> (String, Settings) {
        let settings = try invocation.settings()
        try invocation.finish(words: 3)
        guard invocation.words.count == 3 else {
            throw Refusal(.usage, "`\(invocation.words.joined(separator: " "))` needs an id.")
        }
        return (invocation.words[2], settings)
    }

    /// The session that a text names. It may be the token of its page, because some providers tell their callers
    /// nothing else.
    static func find(_ name: String, _ reader: any StoreReader, _ providers: [any Provider.Type]) throws(StoreFailure)
        -> CheckoutSession?
    {
        let links = try GatewaySecret.authenticator(reader).map { Links(publicURL: "", mac: $0.code) }
        guard let reference = SessionReference(Array(name.utf8)[...], links, providers) else { return nil }
        return try reader.session(reference)
    }

    /// The time of this database's gateway; a sandbox may have put its clock forward.
    static func gatewayTime(
        _ settings: Settings, _ reader: any StoreReader, _ clock: any Clock
    ) throws(StoreFailure) -> Timestamp {
        settings.isSandbox ? try SandboxClock.now(clock, in: reader) : clock.now
    }
}
