import Checkout
import Gateway
import Wire

/// The changes that the command line makes to a session, with the same words as the gateway's own API.
extension SessionsCommand {
    /// `sessions fail`, for `--reason` or because the card is declined.
    static func fail(_ invocation: inout Invocation) throws(Refusal) {
        guard let action = SessionAction.failing(for: invocation.take("reason")) else {
            throw Refusal(.usage, "--reason has to be one of \(SessionAction.reasons).")
        }
        try change(&invocation, action)
    }

    /// Changes the session that the third word names. It is refused while a gateway serves the database; that gateway
    /// has the same operation itself.
    static func change(_ invocation: inout Invocation, _ action: SessionAction) throws(Refusal) {
        let (name, settings) = try named(&invocation)
        let (session, now, secret) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (
                try find(name, reader, invocation.types), try gatewayTime(settings, reader, invocation.clock),
                try GatewaySecret.authenticator(reader)
            )
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(name).") }
        guard action.isOpen(to: session) else { throw Refusal(.usage, "only the customer can pay a live session.") }
        let step = action.write(on: session.id, at: now, by: settings.isSandbox ? .sandbox : .admin)
        let results: Result<[Result<Written, StoreFailure>], StoreFailure>
        do throws(Refusal) {
            let outbox = secret.map { gatewayOutbox(settings, invocation, $0) }
            results = try Database.write(settings, outbox: outbox, invocation.console) {
                (writer) throws(StoreFailure) in
                writer.write([step])
            }
        } catch {
            guard error.code == .busy else { throw error }
            let path = "\(AdminAPI.prefix)/sessions/\(UUIDText.encode(session.id.bits))/\(action.verb)"
            let sent = action.body.map { " -H 'Content-Type: application/json' -d '\($0)'" } ?? ""
            throw Refusal(
                .busy, "a gateway serves this database; ask it instead, with an admin credential: POST \(path)",
                help: [
                    "curl -X POST \(GatewayAddress(settings).url)\(path) -H 'Authorization: Bearer CREDENTIAL'\(sent)"
                ])
        }
        switch results.map({ $0[0] }) {
        case .success(.success(.done(let moved))):
            try invocation.console.print(TerminalText.oneLine(json: SessionDocument.json(moved ?? session, at: now)))
        case .success(.success(.wrongStatus(let present))):
            throw Refusal(.notFound, "the session is \(present), so `\(action.verb)` is not possible.")
        case .success(.success(.timelineFull)):
            throw Refusal(.notFound, "the session has had the most payments that it may have.")
        case .success(.success):
            throw Refusal(.notFound, "there is no session \(name).")
        case .success(.failure(let failure)), .failure(let failure):
            throw Refusal(.database, "the database says: \(failure).")
        }
    }

    /// Makes the deliveries that the gateway of these settings would make. The gateway sends them after its next start.
    private static func gatewayOutbox(
        _ settings: Settings, _ invocation: Invocation, _ secret: MessageAuthenticator
    ) -> WebhookOutbox {
        let outbox = WebhookOutbox(invocation.program.dependencies.providers)
        outbox.use(Links(publicURL: settings[.publicURL] ?? GatewayAddress(settings).url, mac: secret.code))
        return outbox
    }
}
