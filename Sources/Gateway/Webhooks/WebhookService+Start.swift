import Checkout
import Outbound
import Webhooks

extension Settings {
    /// Where events of webhooks may be sent.
    var webhookPolicy: AddressPolicy {
        AddressPolicy(allowed: self[.webhookNetworksAllow], isSandbox: isSandbox)
    }
}

extension WebhookService {
    /// - Parameters:
    ///   - authenticator: has the secret of the database, from which a sandbox derives its key.
    ///   - clock: the machine's.
    ///   - news: goes to the sender.
    convenience init(
        _ settings: Settings, _ authenticator: MessageAuthenticator, realClock clock: any Clock, _ news: WebhookNews
    ) {
        let keys = settings.file.webhookKeys
        let declared = keys.first.map { WebhookVault(SecretSeal($0, others: Array(keys.dropFirst()))) }
        self.init(
            vault: settings.isSandbox ? WebhookVault(sandbox: authenticator) : declared,
            policy: settings.webhookPolicy, realClock: clock, news)
    }

    /// Changes the endpoints in the store to what the settings say, before the first request. If no key opens the
    /// secrets of some endpoints, one sentence names the missing keys, and the gateway starts nevertheless.
    ///
    /// Throws a ``Refusal`` if the store fails, or if ``EndpointsAtStart`` refuses.
    func start(_ settings: Settings, _ store: any Store, say: (String) -> Void) throws(Refusal) {
        let (declared, present) = try stored { () throws(StoreFailure) in
            var declared: [EndpointsAtStart.Declared] = []
            for webhook in settings.file.webhooks {
                declared.append((webhook, try store.writer.account(named: webhook.account).id))
            }
            return (declared, try endpoints(store))
        }
        let atStart = EndpointsAtStart(vault: vault, now: realClock.now)
        let writes = try atStart.writes(for: settings.isSandbox ? nil : declared, present: present)
        let after = try stored { () throws(StoreFailure) in
            if !writes.isEmpty { try write(writes, store) }
            return try endpoints(store)
        }
        if let sentence = unsigned(after) { say(sentence) }
    }

    private func stored<Value>(_ body: () throws(StoreFailure) -> Value) throws(Refusal) -> Value {
        do throws(StoreFailure) {
            return try body()
        } catch {
            throw Refusal(.database, "the webhook endpoints cannot be read or written: \(error).")
        }
    }

    private func endpoints(_ store: any Store) throws(StoreFailure) -> [WebhookEndpointRecord] {
        try store.reader.find(.webhook(.endpoints(account: nil, includingRemoved: true))).webhook.endpoints
    }

    private func write(_ writes: [WebhookWrite], _ store: any Store) throws(StoreFailure) {
        for result in try store.writer.write(writes.map { .webhook($0) }).get() {
            guard case .webhook(let written) = try result.get() else { continue }
            switch written {
            case .done, .endpoint: break
            default: throw .broken(code: 0, message: "an endpoint that was just read cannot be changed")
            }
        }
    }

    /// One sentence about the endpoints whose newest secrets no key opens; nil if all can be signed for.
    func unsigned(_ endpoints: [WebhookEndpointRecord]) -> String? {
        let unopened = endpoints.filter { !$0.isRemoved }.compactMap { endpoint in
            endpoint.secrets.last.flatMap { vault?.secret($0, of: endpoint.account) == nil ? $0.keyID : nil }
        }
        guard !unopened.isEmpty else { return nil }
        return "\(unopened.count) webhook endpoint\(unopened.count == 1 ? "" : "s") cannot be signed for, because "
            + "webhook_secret_keys lacks the keys under which their secrets were sealed, or has others of the same ids: "
            + "\(Set(unopened).sorted().joined(separator: ", "))."
    }
}
