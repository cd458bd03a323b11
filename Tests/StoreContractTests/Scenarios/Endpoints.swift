import Checkout
import TestSupport
import Testing
import Wire

/// Endpoints are kept with everything that belongs to them.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 60)

    static let endpoints: [Scenario] = [
        Scenario("keeps every value of an endpoint, also after it was closed and opened again") { trial in
            var made: [WebhookEndpointRecord] = []
            for (index, origin) in WebhookOrigin.allCases.enumerated() {
                let settings = WebhookSettings(
                    url: "https://shop.example/\(index)?a=ü", format: Int64(index), types: ["a.b", "c.d"],
                    description: index == 0 ? nil : "")
                let secret = SealedSecret([0, UInt8(index), 255], keyID: "key \(index)", createdAt: trial.start)
                let new = NewWebhookEndpoint(
                    account: try trial.account(), origin: origin, settings: settings, secret: secret, createdAt: later)
                let endpoint = try trial.endpoint(after: .addEndpoint(new))
                #expect(
                    endpoint
                        == WebhookEndpointRecord(
                            id: endpoint.id, account: new.account, origin: origin, createdAt: later,
                            settings: settings, secrets: [secret]))
                made.append(endpoint)
            }
            try trial.reopen()
            #expect(try trial.ask(.endpoints(account: nil)).endpoints == made)
            for endpoint in made { #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == endpoint) }
            #expect(try trial.ask(.endpoint(99)).endpoint == nil)
        },
        Scenario("lists the endpoints of one account or of all") { trial in
            let first = try trial.addEndpoint(account: "a")
            let second = try trial.addEndpoint(account: "b")
            let third = try trial.addEndpoint(account: "a")
            #expect(try trial.ask(.endpoints(account: trial.account("a"))).endpoints == [first, third])
            #expect(try trial.ask(.endpoints(account: trial.account("c"))).endpoints == [])
            #expect(try trial.ask(.endpoints(account: nil)).endpoints == [first, second, third])
        },
        Scenario("gives an account at most 20 endpoints, and no number twice") { trial in
            let all = try (0..<WebhookEndpointRecord.countMax).map { _ in try trial.addEndpoint() }
            let last = try #require(all.last)
            let another = NewWebhookEndpoint(
                account: last.account, origin: .api, settings: last.settings, secret: last.secrets[0],
                createdAt: trial.start)
            #expect(try trial.webhook(.addEndpoint(another)) == .tooMany)
            _ = try trial.addEndpoint(account: "other")
            #expect(try trial.webhook(.removeEndpoint(last.id, account: nil)) == .done)
            #expect(try !all.map(\.id).contains(trial.addEndpoint().id))
        },
        Scenario("refuses an endpoint of an account that does not exist, and writes the rest of the batch") { trial in
            let secret = SealedSecret([1], keyID: "k", createdAt: trial.start)
            let new = NewWebhookEndpoint(
                account: AccountID(99), origin: .api, settings: WebhookSettings(url: "u", format: 1, types: []),
                secret: secret, createdAt: trial.start)
            let session = Samples.session(number: 1)
            let results = try trial.results(of: [.webhook(.addEndpoint(new)), .create(session)])
            #expect(throws: StoreFailure.self) { try results[0].get() }
            #expect(results[1].isDone)
            #expect(try trial.ask(.endpoints(account: nil)).endpoints == [])
            #expect(try trial.session(session.id) != nil)
        },
        Scenario("changes what the owner may change, and nothing else") { trial in
            var endpoint = try trial.addEndpoint()
            endpoint.settings = WebhookSettings(url: "http://other/", format: 2, types: ["x"], description: "words")
            #expect(
                try trial.endpoint(after: .changeEndpoint(endpoint.id, account: nil, endpoint.settings)) == endpoint)
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == endpoint)
        },
        Scenario("changes and disables or enables in one write, unless the settings were changed meanwhile") { trial in
            var endpoint = try trial.addEndpoint()
            let delivery = try trial.addDelivery(to: endpoint)
            let first = endpoint.settings
            var new = first
            new.url = "https://other/"
            func change(_ old: WebhookSettings, _ switching: WebhookSwitch?) throws -> WebhookWritten {
                try trial.webhook(
                    .changeEndpoint(endpoint.id, account: nil, new, from: old, switching: switching))
            }
            #expect(try change(new, .disable(.requested, at: later)) == .stale)
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == endpoint)
            #expect(try trial.state(delivery) == .pending)
            endpoint.settings = new
            endpoint.disabled = WebhookEndpointRecord.Disabled(.requested, since: later)
            #expect(try change(first, .disable(.requested, at: later)) == .endpoint(endpoint))
            #expect(try trial.state(delivery) == .skipped)
            #expect(try change(new, nil) == .endpoint(endpoint))
            endpoint.disabled = nil
            #expect(try change(new, .enable) == .endpoint(endpoint))
        },
        Scenario("disables with the first reason, and enables without failures") { trial in
            var endpoint = try trial.addEndpoint()
            let delivery = try trial.addDelivery(to: endpoint)
            #expect(try trial.record(1, of: delivery, .retry(at: later)) == .done)
            endpoint.disabled = WebhookEndpointRecord.Disabled(.failing, since: later)
            endpoint.health.failures = 1
            endpoint.health.failingSince = trial.start
            let first = WebhookWrite.disableEndpoint(endpoint.id, account: nil, .failing, at: later)
            #expect(try trial.endpoint(after: first) == endpoint)
            let again = WebhookWrite.disableEndpoint(
                endpoint.id, account: nil, .requested, at: later.advanced(seconds: 1))
            #expect(try trial.endpoint(after: again) == endpoint)
            endpoint.disabled = nil
            endpoint.health = WebhookEndpointRecord.Health()
            #expect(try trial.endpoint(after: .enableEndpoint(endpoint.id, account: nil)) == endpoint)
        },
        Scenario("counts the failures since the last success") { trial in
            let endpoint = try trial.addEndpoint()
            let delivery = try trial.addDelivery(to: endpoint)
            func health() throws -> WebhookEndpointRecord.Health? {
                let found = try trial.ask(.endpoint(endpoint.id))
                return found.endpoint?.health
            }
            for number: Int64 in 1...3 {
                let now = trial.start.advanced(seconds: number)
                #expect(try trial.record(number, of: delivery, .retry(at: later), at: now) == .done)
                let expected = WebhookEndpointRecord.Health(
                    failures: number, failingSince: trial.start.advanced(seconds: 1))
                #expect(try health() == expected)
            }
            #expect(try trial.record(4, of: delivery, .delivered, at: later) == .done)
            #expect(try health() == WebhookEndpointRecord.Health(lastSuccessAt: later))
        },
        Scenario("forgets the failures of a URL that is replaced, and of no other change") { trial in
            var endpoint = try trial.addEndpoint()
            let delivery = try trial.addDelivery(to: endpoint)
            #expect(try trial.record(1, of: delivery, .delivered) == .done)
            #expect(try trial.record(2, of: delivery, .failed, at: later) == .done)
            endpoint.health = WebhookEndpointRecord.Health(
                lastSuccessAt: trial.start, failures: 1, failingSince: later)
            endpoint.settings.description = "words"
            #expect(
                try trial.endpoint(after: .changeEndpoint(endpoint.id, account: nil, endpoint.settings)) == endpoint)
            endpoint.settings.url = "https://other/"
            endpoint.health = WebhookEndpointRecord.Health(lastSuccessAt: trial.start)
            #expect(
                try trial.endpoint(after: .changeEndpoint(endpoint.id, account: nil, endpoint.settings)) == endpoint)
        },
        Scenario("changes only endpoints of the caller's account") { trial in
            let endpoint = try trial.addEndpoint(account: "a")
            let delivery = try trial.addDelivery(to: endpoint)
            let other = try trial.account("b")
            let secret = SealedSecret([2], keyID: "k", createdAt: later)
            let writes: [WebhookWrite] = [
                .changeEndpoint(endpoint.id, account: other, endpoint.settings),
                .disableEndpoint(endpoint.id, account: other, .requested, at: later),
                .enableEndpoint(endpoint.id, account: other), .removeEndpoint(endpoint.id, account: other),
                .rotateSecret(endpoint.id, account: other, secret, othersUntil: later),
                .resend(delivery, account: other, at: later),
                .recover(endpoint.id, account: other, since: .first, after: 0, at: later),
                .changeEndpoint(99, account: nil, endpoint.settings), .removeEndpoint(99, account: nil),
                .resend(99, account: nil, at: later), .recover(99, account: nil, since: .first, after: 0, at: later),
            ]
            for write in writes { #expect(try trial.webhook(write) == .unknown, "\(write)") }
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == endpoint)
            #expect(try trial.due() == [delivery])
        },
    ]

    static let secrets: [Scenario] = [
        Scenario("keeps the old secret beside the new one until it retires, and removes it then") { trial in
            let endpoint = try trial.addEndpoint()
            let end = later.advanced(seconds: 86_400)
            let second = SealedSecret([2, 0], keyID: "k2", createdAt: later)
            let rotate = WebhookWrite.rotateSecret(endpoint.id, account: endpoint.account, second, othersUntil: end)
            var old = endpoint.secrets[0]
            old.retiredAt = end
            #expect(try trial.endpoint(after: rotate).secrets == [old, second])
            #expect(old.isLive(at: end.advanced(microseconds: -1)) && !old.isLive(at: end))
            let third = SealedSecret([3], keyID: "k2", createdAt: end)
            let next = try trial.endpoint(
                after: .rotateSecret(endpoint.id, account: nil, third, othersUntil: end.advanced(seconds: 5)))
            var retiring = second
            retiring.retiredAt = end.advanced(seconds: 5)
            #expect(next.secrets == [retiring, third])
            try trial.reopen()
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == next)
        },
        Scenario("lets at most three secrets be live, unless the others retire at once") { trial in
            let endpoint = try trial.addEndpoint()
            func rotate(_ byte: UInt8, othersUntil end: Timestamp) throws -> WebhookWritten {
                let secret = SealedSecret([byte], keyID: "k", createdAt: later)
                return try trial.webhook(.rotateSecret(endpoint.id, account: nil, secret, othersUntil: end))
            }
            let end = later.advanced(seconds: 60)
            for byte: UInt8 in 2...3 { _ = try rotate(byte, othersUntil: end) }
            let before = try trial.ask(.endpoint(endpoint.id)).endpoint
            #expect(before?.secrets.count == SealedSecret.liveMax)
            #expect(try rotate(4, othersUntil: end) == .tooMany)
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == before)
            guard case .endpoint(let last) = try rotate(5, othersUntil: later) else {
                Issue.record("a rotation that leaves one secret is refused")
                return
            }
            #expect(last.secrets == [SealedSecret([5], keyID: "k", createdAt: later)])
        },
        Scenario("replaces all secrets of an endpoint, and nothing else of it") { trial in
            var endpoint = try trial.addEndpoint()
            let other = try trial.addEndpoint()
            let secrets = (1...3).map { number in
                SealedSecret(
                    [UInt8(number)], keyID: "k\(number)", createdAt: later,
                    retiredAt: number == 3 ? nil : later.advanced(seconds: Int64(number)))
            }
            endpoint.secrets = secrets
            #expect(try trial.endpoint(after: .replaceSecrets(endpoint.id, secrets)) == endpoint)
            for wrong in [[], secrets + secrets] {
                #expect(try trial.webhook(.replaceSecrets(endpoint.id, wrong)) == .tooMany)
            }
            #expect(try trial.webhook(.replaceSecrets(99, secrets)) == .unknown)
            try trial.reopen()
            #expect(try trial.ask(.endpoints(account: nil)).endpoints == [endpoint, other])
            endpoint.secrets = [secrets[2]]
            #expect(try trial.endpoint(after: .replaceSecrets(endpoint.id, [secrets[2]])) == endpoint)
        },
        Scenario("lets no rotation prolong a secret that retires earlier") { trial in
            let endpoint = try trial.addEndpoint()
            let ends = [10, 20].map { later.advanced(seconds: $0) }
            for (index, end) in ends.enumerated() {
                let secret = SealedSecret([UInt8(index)], keyID: "k", createdAt: later)
                _ = try trial.webhook(.rotateSecret(endpoint.id, account: nil, secret, othersUntil: end))
            }
            let secrets = try trial.ask(.endpoint(endpoint.id)).endpoint?.secrets
            #expect(secrets?.map(\.retiredAt) == [ends[0], ends[1], nil])
        },
    ]
}
