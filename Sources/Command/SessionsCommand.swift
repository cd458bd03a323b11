import Checkout
import Gateway
import SQLiteStorage
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
        _ query: SessionListOptions, _ reader: SQLiteReader, at now: Timestamp, isJSON: Bool
    ) throws(StoreFailure) -> Result<[String], Refusal> {
        let accounts = try reader.accounts()
        let filter: SessionFilter
        switch query.filter(accounts) {
        case .success(let found): filter = found
        case .failure(let refusal): return .failure(refusal)
        }
        let table = SessionTable(accounts: accounts, of: query.providers, at: now)
        var rows: [SessionTable.Row] = []
        var objects: [String] = []
        var before: Int64?
        // A page ends after one read has looked at many rows, so a filter that few sessions pass takes several pages.
        repeat {
            let page = try reader.sessions(
                filter, at: now, beforeKey: before, limit: query.limit - max(rows.count, objects.count)
            ) { session in isJSON ? (object(session, at: now), nil) : ("", table.row(of: session)) }
            for (object, row) in page.entries {
                if let row { rows.append(row) } else { objects.append(object) }
            }
            before = page.nextBeforeKey
        } while before != nil && max(rows.count, objects.count) < query.limit
        return .success(isJSON ? objects : SessionTable.lines(rows))
    }

    /// The session as the API shows it, on one line.
    private static func object(_ session: CheckoutSession, at now: Timestamp) -> String {
        TerminalText.oneLine(json: SessionDocument.text(session, at: now))
    }

    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try find(name, reader, invocation.types), try gatewayTime(settings, reader, invocation.clock))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        try invocation.console.print(TerminalText.oneLine(json: SessionDocument.text(session, at: now)))
    }

    static func timeline(_ invocation: inout Invocation) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, events, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            let session = try find(name, reader, invocation.types)
            let events = try session.map { (session) throws(StoreFailure) in try reader.events(of: session.id) ?? [] }
            return (session, events ?? [], try gatewayTime(settings, reader, invocation.clock))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        try invocation.console.print("SEQUENCE  AT                           ACTOR     EVENT              DETAIL")
        let mask = Mask(invocation.types)
        for line in TimelineResource.all(events, of: session, at: now) {
            try invocation.console.print(text(of: line, in: session, mask))
        }
    }

    /// One event as a line of the table, with the details that the API shows.
    static func text(of line: SessionEvent, in session: CheckoutSession, _ mask: Mask) -> String {
        let detail =
            TimelineResource.detail(of: line, in: session, mask).map { String(decoding: $0, as: UTF8.self) } ?? ""
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
    static func find(_ name: String, _ reader: SQLiteReader, _ providers: [any Provider.Type]) throws(StoreFailure)
        -> CheckoutSession?
    {
        let links = try GatewaySecret.authenticator(reader).map { Links(publicURL: "", mac: $0.code) }
        guard let reference = SessionReference(Array(name.utf8)[...], links, providers) else { return nil }
        return try reader.session(reference)
    }

    /// The time of this database's gateway; a sandbox may have put its clock forward.
    static func gatewayTime(
        _ settings: Settings, _ reader: SQLiteReader, _ clock: any Clock
    ) throws(StoreFailure) -> Timestamp {
        settings.isSandbox ? try SandboxClock.now(clock, in: reader) : clock.now
    }
}
