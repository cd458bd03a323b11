import Checkout
import Storage
import Wire

/// `sessions`: what they are, what happened to them, and how to end one.
enum SessionsCommand {
    static func list(_ invocation: inout Invocation) throws(Refusal) {
        var filter = SessionFilter()
        if let name = invocation.take("provider") { filter.provider = try Program.provider(named: name).name }
        if let word = invocation.take("status") {
            guard let status = Status.allCases.first(where: { "\($0)" == word }) else {
                let words = Status.allCases.map { "\($0)" }.joined(separator: ", ")
                throw Refusal(.usage, "--status has to be one of \(words).")
            }
            filter.status = status
        }
        let text = invocation.take("limit") ?? "20"
        guard let limit = ASCII.natural(text.utf8.span), (1...1_000).contains(limit) else {
            throw Refusal(.usage, "--limit has to be 1 to 1000.")
        }
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 2)
        let page = try Database.read(settings) { (reader) throws(StoreFailure) in
            let now = try gatewayTime(settings, reader)
            return try reader.sessions(filter, at: now, limit: limit) { row(of: $0, at: now) }
        }
        try Console.print(
            "ID                                    NUMBER   PROVIDER   STATUS      AMOUNT            CREATED")
        for row in page.entries { try Console.print(row) }
    }

    /// One session as a line of the table.
    private static func row(of session: CheckoutSession, at now: Timestamp) -> String {
        let amount = session.amount.map { "\($0) \(session.currency?.code ?? "")" } ?? "-"
        return "\(UUIDText.encode(session.id.bits))  \(String(session.number).padded(8)) "
            + "\(session.provider.text.padded(10)) \("\(session.status(at: now))".padded(11)) "
            + "\(amount.padded(17)) \(session.createdAt.rfc3339(.milliseconds))"
    }

    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try find(name, reader), try gatewayTime(settings, reader))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        try Console.print(TerminalText.oneLine(json: SessionDocument.text(session, at: now)))
    }

    static func timeline(_ invocation: inout Invocation) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, events, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            let session = try find(name, reader)
            let events = try session.map { (session) throws(StoreFailure) in try reader.events(of: session.id) ?? [] }
            return (session, events ?? [], try gatewayTime(settings, reader))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        try Console.print("SEQUENCE  AT                           ACTOR     EVENT              DETAIL")
        for line in TimelineResource.all(events, of: session, at: now) {
            try Console.print(text(of: line, in: session))
        }
    }

    /// One event as a line of the table, with the detail that the API tells of it.
    static func text(of line: SessionEvent, in session: CheckoutSession) -> String {
        let detail = TimelineResource.detail(of: line, in: session).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return "\(String(line.sequence).padded(9)) \(line.event.at.rfc3339(.microsecondsOrNone).padded(28)) "
            + "\("\(line.event.actor.word)".padded(9)) \("\(line.event.kind.word)".padded(18)) \(detail)"
    }

    /// Ends a session. A gateway that serves the database does not let go of it, and has the same operation itself.
    static func end(_ invocation: inout Invocation, _ ending: SessionEnding) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let session = try Database.read(settings) { (reader) throws(StoreFailure) in try find(name, reader) }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        guard ending.isOpen(to: session) else {
            throw Refusal(.usage, "a live session is paid by its customer alone.")
        }
        let now = try Database.read(settings) { (reader) throws(StoreFailure) in try gatewayTime(settings, reader) }
        let results: Result<[Result<Written, StoreFailure>], StoreFailure>
        do throws(Refusal) {
            results = try Database.write(settings) { (writer) throws(StoreFailure) in
                writer.write([ending.write(on: session.id, at: now, by: settings.isSandbox ? .sandbox : .admin)])
            }
        } catch {
            guard error.code == .busy else { throw error }
            let path = "\(AdminAPI.prefix)/sessions/\(UUIDText.encode(session.id.bits))/\(ending.rawValue)"
            throw Refusal(.busy, "a gateway serves this database; ask it instead: POST \(path)")
        }
        switch results.map({ $0[0] }) {
        case .success(.success(.done(let moved))):
            try Console.print(TerminalText.oneLine(json: SessionDocument.text(moved ?? session, at: now)))
        case .success(.success(.wrongStatus(let present))):
            throw Refusal(.notFound, "the session is \(present) and cannot become \(ending.status).")
        case .success(.success):
            throw Refusal(.notFound, "there is no session \(name).")
        case .success(.failure(let failure)), .failure(let failure):
            throw Refusal(.database, "the database says: \(failure).")
        }
    }

    /// The third word, which names a session, and the settings.
    private static func named(_ invocation: inout Invocation) throws(Refusal) -> (String, Settings) {
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 3)
        guard invocation.words.count == 3 else {
            throw Refusal(.usage, "`\(invocation.words.joined(separator: " "))` needs an id.")
        }
        return (invocation.words[2], settings)
    }

    /// The session of a name, which may also be the token of its page: some providers tell their callers nothing else.
    static func find(_ name: String, _ reader: SQLiteReader) throws(StoreFailure) -> CheckoutSession? {
        let links = try GatewaySecret.authenticator(reader).map { Links(publicURL: "", mac: $0.code) }
        guard let reference = SessionReference(Array(name.utf8)[...], links, Program.providerTypes) else { return nil }
        return try reader.session(reference)
    }

    /// What time it is to the gateway of this database: a sandbox may have put its clock forward.
    private static func gatewayTime(_ settings: Settings, _ reader: SQLiteReader) throws(StoreFailure) -> Timestamp {
        let offset = settings.isSandbox ? try SandboxClock.offsetMicroseconds(in: reader) : 0
        return min(SystemClock().now.advanced(microseconds: offset), .last)
    }
}
