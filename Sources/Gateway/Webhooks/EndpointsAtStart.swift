import Checkout
import Webhooks
import Wire

/// What a gateway changes of the endpoints in its store when it starts: those of the configuration follow the file, and
/// all secrets are sealed under the first key.
struct EndpointsAtStart {
    /// An endpoint of the file with the number of its account.
    typealias Declared = (webhook: DeclaredWebhook, account: AccountID)

    /// Nil if the settings have no key. Then no secret is touched.
    let vault: WebhookVault?
    /// The real time.
    let now: Timestamp

    /// The writes after which the store has the endpoints of the file, in an order in which no account has too many.
    ///
    /// The URL identifies an endpoint within its account. A disabled endpoint stays disabled, because it answered 410
    /// or failed for days, and a restart does not change that. A secret that differs from the newest one replaces it as
    /// a rotation would. Throws a ``Refusal`` if an account would have too many endpoints, or an endpoint too many
    /// secrets.
    ///
    /// - Parameters:
    ///   - declared: the endpoints of the file; nil without a file, so that a sandbox does not remove what a
    ///     configuration has made.
    ///   - present: all endpoints of the store, with the removed ones.
    func writes(for declared: [Declared]?, present: [WebhookEndpointRecord]) throws(Refusal) -> [WebhookWrite] {
        var kept: [WebhookEndpointRecord] = []
        var writes: [WebhookWrite] = []
        for endpoint in present {
            let isDeclared = declared?.contains { Self.isSame($0, endpoint) } ?? true
            guard endpoint.isRemoved || endpoint.origin == .configuration && !isDeclared else {
                kept.append(endpoint)
                continue
            }
            // A resend of one of its deliveries needs its secrets, so the first key seals these too.
            let secrets = try secrets(of: endpoint, nil)
            if secrets != endpoint.secrets { writes.append(.replaceSecrets(endpoint.id, secrets)) }
            if !endpoint.isRemoved { writes.append(.removeEndpoint(endpoint.id, account: nil)) }
        }
        if let declared { try checkCounts(declared, kept) }
        for one in declared ?? [] {
            let settings = one.webhook.draft.settings
            if let endpoint = kept.first(where: { Self.isSame(one, $0) }) {
                if endpoint.settings != settings {
                    writes.append(.changeEndpoint(endpoint.id, account: nil, settings))
                }
            } else if let vault {
                let secret = vault.sealed(one.webhook.secret, of: one.account, at: now)
                writes.append(
                    .addEndpoint(
                        NewWebhookEndpoint(
                            account: one.account, origin: .configuration, settings: settings, secret: secret,
                            createdAt: now)))
            }
        }
        for endpoint in kept {
            let webhook = declared?.first { Self.isSame($0, endpoint) }?.webhook
            let secrets = try secrets(of: endpoint, webhook)
            if secrets != endpoint.secrets { writes.append(.replaceSecrets(endpoint.id, secrets)) }
        }
        return writes
    }

    private static func isSame(_ declared: Declared, _ endpoint: WebhookEndpointRecord) -> Bool {
        endpoint.origin == .configuration && endpoint.account == declared.account
            && endpoint.settings.url == declared.webhook.draft.url
    }

    /// The file's own endpoints are not too many, but the account may have others, which the API has made.
    private func checkCounts(_ declared: [Declared], _ kept: [WebhookEndpointRecord]) throws(Refusal) {
        var counts: [AccountID: Int] = [:]
        for endpoint in kept { counts[endpoint.account, default: 0] += 1 }
        for one in declared where !kept.contains(where: { Self.isSame(one, $0) }) {
            counts[one.account, default: 0] += 1
            guard counts[one.account, default: 0] > WebhookEndpointRecord.countMax else { continue }
            throw Refusal(
                .usage,
                "\(one.webhook.location) of the configuration: the account \(one.webhook.account) has "
                    + "\(WebhookEndpointRecord.countMax) webhook endpoints already, which is the most, with those that "
                    + "the configuration does not have. Delete one of these first.")
        }
    }

    /// The secrets that an endpoint should have: those that still sign, sealed under the first key, and the one of the
    /// file as the newest.
    private func secrets(
        of endpoint: WebhookEndpointRecord, _ webhook: DeclaredWebhook?
    ) throws(Refusal) -> [SealedSecret] {
        guard let vault else { return endpoint.secrets }
        var kept = endpoint.secrets.filter { $0.isLive(at: now) }
            .map { (sealed: $0, secret: vault.secret($0, of: endpoint.account)) }
        if let webhook {
            let isNewest = kept.last?.secret == webhook.secret
            if !isNewest {
                // A secret that no key opens cannot sign, and the secret of the file must not sign twice.
                kept.removeAll { $0.secret == nil || $0.secret == webhook.secret }
                guard kept.count < SealedSecret.liveMax else {
                    let until = kept.compactMap(\.sealed.retiredAt).min() ?? now
                    throw Refusal(
                        .usage,
                        "\(webhook.location).secret_file of the configuration has another secret than before. "
                            + LiveSecrets.TooMany(until: until).sentence
                            + " Until then the file needs one of the secrets that sign.")
                }
                let end = now.advanced(seconds: LiveSecrets.overlapSeconds)
                for index in kept.indices {
                    kept[index].sealed.retiredAt = min(kept[index].sealed.retiredAt ?? end, end)
                }
                kept.append((vault.sealed(webhook.secret, of: endpoint.account, at: now), webhook.secret))
            }
        }
        return kept.map { sealed, secret in
            secret.map { vault.renewed(sealed, $0, of: endpoint.account) } ?? sealed
        }
    }
}
