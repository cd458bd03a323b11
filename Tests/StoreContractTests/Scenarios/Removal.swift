import Checkout
import TestSupport
import Testing
import Wire

/// What is left of an endpoint that was removed.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 60)

    /// An endpoint that was removed, with one delivery.
    private static func removed(_ trial: Trial) throws -> (endpoint: WebhookEndpointRecord, delivery: Int64) {
        let endpoint = try trial.addEndpoint()
        let delivery = try trial.addDelivery(to: endpoint)
        #expect(try trial.webhook(.removeEndpoint(endpoint.id, account: endpoint.account)) == .done)
        return (endpoint, delivery)
    }

    private static func kept(_ endpoint: WebhookEndpointRecord, _ trial: Trial) throws -> WebhookEndpointRecord? {
        try trial.ask(.endpoint(endpoint.id, includingRemoved: true)).endpoint
    }

    static let removal: [Scenario] = [
        Scenario("hides a removed endpoint, and keeps its URL and its secrets for its deliveries") { trial in
            let (endpoint, _) = try removed(trial)
            let other = try trial.addEndpoint()
            try trial.reopen()
            var expected = endpoint
            expected.isRemoved = true
            #expect(try kept(endpoint, trial) == expected)
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == nil)
            for account in [nil, endpoint.account] {
                #expect(try trial.ask(.endpoints(account: account)).endpoints == [other])
                #expect(
                    try trial.ask(.endpoints(account: account, includingRemoved: true)).endpoints == [expected, other])
            }
            for _ in 1..<WebhookEndpointRecord.countMax { _ = try trial.addEndpoint() }
        },
        Scenario("changes nothing of a removed endpoint, and sends it no new events") { trial in
            let (endpoint, delivery) = try removed(trial)
            let before = try kept(endpoint, trial)
            let secret = SealedSecret([2], keyID: "k", createdAt: later)
            let ping = NewDelivery(endpoint: endpoint.id, eventID: "evt", type: "ping", format: 1, body: [])
            let writes: [WebhookWrite] = [
                .changeEndpoint(endpoint.id, account: nil, endpoint.settings, switching: .enable),
                .disableEndpoint(endpoint.id, account: nil, .requested, at: later),
                .enableEndpoint(endpoint.id, account: nil), .removeEndpoint(endpoint.id, account: nil),
                .rotateSecret(endpoint.id, account: nil, secret, othersUntil: later), .deliver(ping, at: later),
                .recover(endpoint.id, account: nil, since: .first, after: 0, at: later),
            ]
            for write in writes { #expect(try trial.webhook(write) == .unknown, "\(write)") }
            #expect(try kept(endpoint, trial) == before)
            _ = try trial.addSession()
            try trial.reopen()
            _ = try trial.addSession()
            #expect(try trial.deliveries().map(\.id) == [delivery])
        },
        Scenario("seals the secrets of a removed endpoint under another key") { trial in
            let (endpoint, _) = try removed(trial)
            let secret = SealedSecret([2], keyID: "k2", createdAt: later)
            #expect(try trial.endpoint(after: .replaceSecrets(endpoint.id, [secret])).secrets == [secret])
            #expect(try kept(endpoint, trial)?.secrets == [secret])
        },
        Scenario("sends a delivery of a removed endpoint again") { trial in
            let (_, delivery) = try removed(trial)
            #expect(try trial.webhook(.resend(delivery, account: nil, at: later)) == .done)
            #expect(try trial.due(at: later) == [delivery])
            #expect(try trial.record(1, of: delivery, .failed, at: later) == .done)
            #expect(try trial.state(delivery) == .failed)
            #expect(try trial.webhook(.resend(delivery, account: nil, at: later)) == .done)
            #expect(try trial.record(2, of: delivery, .delivered, at: later) == .done)
            #expect(try trial.state(delivery) == .delivered)
        },
        Scenario("removes what is left of an endpoint with its last delivery") { trial in
            let (endpoint, first) = try removed(trial)
            let present = try trial.addEndpoint()
            _ = try trial.addDelivery(to: present)
            #expect(try trial.webhook(.resend(first, account: nil, at: later)) == .done)
            let end = trial.start.advanced(microseconds: DeliveryRecord.retentionMicroseconds)
            func sweep() throws -> Swept {
                return try trial.store.writer.sweep(at: end, lagMicroseconds: 0, rowsMax: 10)
            }
            #expect(try sweep().deliveries == 0)
            #expect(try kept(endpoint, trial) != nil)
            #expect(try trial.record(1, of: first, .failed, at: later) == .done)
            let last = try #require(try trial.due(at: .last).first)
            #expect(try trial.record(1, of: last, .delivered, at: later) == .done)
            #expect(try sweep().deliveries == 2)
            #expect(try kept(endpoint, trial) == nil)
            #expect(try trial.ask(.endpoint(present.id)).endpoint?.secrets == present.secrets)
            #expect(try trial.webhook(.resend(first, account: nil, at: later)) == .unknown)
        },
        Scenario("leaves nothing of an endpoint that has no deliveries") { trial in
            let endpoint = try trial.addEndpoint()
            #expect(try trial.webhook(.removeEndpoint(endpoint.id, account: nil)) == .done)
            #expect(try kept(endpoint, trial) == nil)
        },
    ]
}
