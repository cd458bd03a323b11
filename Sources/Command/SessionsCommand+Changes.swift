import Checkout
import Gateway
import Pages
import SQLiteStorage
import Wire

/// The changes that the command line makes to a session, with the same words as the gateway's own API.
extension SessionsCommand {
    static func end(_ invocation: inout Invocation, _ ending: SessionEnding) throws(Refusal) {
        try change(&invocation, ending.rawValue, isOpen: ending.isOpen) { session, now, actor in
            ending.write(on: session, at: now, by: actor)
        }
    }

    /// Starts a payment that waits for its bank.
    static func process(_ invocation: inout Invocation) throws(Refusal) {
        try change(&invocation, "process", isOpen: SessionEnding.complete.isOpen) { session, now, actor in
            .pay(session, .attempt(.needsConfirmation), at: now, by: actor)
        }
    }

    /// Makes a payment fail, for `--reason` or because the card is declined.
    static func fail(_ invocation: inout Invocation) throws(Refusal) {
        var refusal = TestCard.Decline.declined
        if let word = invocation.take("reason") {
            guard let named = TestCard.Decline.ofPayments.first(where: { $0.rawValue == word }) else {
                throw Refusal(.usage, "--reason has to be one of \(reasons).")
            }
            refusal = named
        }
        let body = #"{"reason":"\#(refusal.rawValue)"}"#
        try change(&invocation, "fail", body: body, isOpen: SessionEnding.complete.isOpen) {
            [detail = refusal.detail] session, now, actor in
            .pay(session, .attempt(.failed(detail: detail)), at: now, by: actor)
        }
    }

    /// The reasons of failed payments, for sentences.
    static let reasons = TestCard.Decline.ofPayments.map(\.rawValue).joined(separator: ", ")

    /// Changes the session that the third word names. It is refused while a gateway serves the database; that gateway
    /// has the same operation itself.
    private static func change(
        _ invocation: inout Invocation, _ verb: String, body: String? = nil, isOpen: (CheckoutSession) -> Bool,
        _ write: (SessionID, Timestamp, Actor) -> Write
    ) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, now) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try find(name, reader), try gatewayTime(settings, reader))
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        guard isOpen(session) else { throw Refusal(.usage, "only the customer can pay a live session.") }
        let step = write(session.id, now, settings.isSandbox ? .sandbox : .admin)
        let results: Result<[Result<Written, StoreFailure>], StoreFailure>
        do throws(Refusal) {
            results = try Database.write(settings) { (writer) throws(StoreFailure) in writer.write([step]) }
        } catch {
            guard error.code == .busy else { throw error }
            let path = "\(AdminAPI.prefix)/sessions/\(UUIDText.encode(session.id.bits))/\(verb)"
            let sent = body.map { " -H 'Content-Type: application/json' -d '\($0)'" } ?? ""
            throw Refusal(
                .busy, "a gateway serves this database; ask it instead, with an admin credential: POST \(path)",
                help: [
                    "curl -X POST \(GatewayAddress(settings).url)\(path) -H 'Authorization: Bearer CREDENTIAL'\(sent)"
                ])
        }
        switch results.map({ $0[0] }) {
        case .success(.success(.done(let moved))):
            try Console.print(TerminalText.oneLine(json: SessionDocument.text(moved ?? session, at: now)))
        case .success(.success(.wrongStatus(let present))):
            throw Refusal(.notFound, "the session is \(present), so `\(verb)` is not possible.")
        case .success(.success(.timelineFull)):
            throw Refusal(.notFound, "the session has had the most payments that it may have.")
        case .success(.success):
            throw Refusal(.notFound, "there is no session \(name).")
        case .success(.failure(let failure)), .failure(let failure):
            throw Refusal(.database, "the database says: \(failure).")
        }
    }
}
