import Checkout
import TestSupport
import Testing
import Wire

/// Short functions for scenarios about endpoints and deliveries.
extension Trial {
    /// The account with a name, made if it does not exist.
    func account(_ name: String = "shop") throws -> AccountID {
        try store.writer.account(named: name).id
    }

    /// The result of a write about webhooks.
    func webhook(_ write: WebhookWrite) throws -> WebhookWritten {
        guard case .webhook(let written) = try self.write(.webhook(write)) else {
            throw StoreFailure.broken(code: 0, message: "the write has the result of another kind of write")
        }
        return written
    }

    /// The answer to a query about webhooks.
    func ask(_ query: WebhookQuery) throws -> WebhookFound {
        try find(.webhook(query)).webhook
    }

    /// The endpoint after a write that has to succeed.
    func endpoint(
        after write: WebhookWrite, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> WebhookEndpointRecord {
        let written = try webhook(write)
        guard case .endpoint(let endpoint) = written else {
            Issue.record("\(written) for \(write)", sourceLocation: sourceLocation)
            throw StoreFailure.broken(code: 0, message: "no endpoint")
        }
        return endpoint
    }

    /// A new endpoint, which wants all events unless types are given.
    func addEndpoint(
        _ types: [String] = SampleOutbox.allTypes, format: Int64 = 1, account name: String = "shop"
    ) throws -> WebhookEndpointRecord {
        let new = NewWebhookEndpoint(
            account: try account(name), origin: .api,
            settings: WebhookSettings(url: "https://shop.example/hook", format: format, types: types),
            secret: SealedSecret([1], keyID: "k1", createdAt: start), createdAt: start)
        return try endpoint(after: .addEndpoint(new))
    }

    /// A new session of an account, created with the next number.
    func addSession(account name: String = "shop", lifetimeSeconds: Int64? = 3_600) throws -> CheckoutSession {
        let session = Samples.session(
            number: unusedNumber(), account: try account(name).value, lifetimeSeconds: lifetimeSeconds)
        try create([session])
        return session
    }

    /// All deliveries that a filter selects, oldest first, read page after page.
    func deliveries(_ filter: DeliveryFilter = DeliveryFilter(), pageLength: Int = 100) throws -> [DeliveryRecord] {
        var found: [DeliveryRecord] = []
        var before: Int64?
        for _ in 0..<1_000 {
            let page = try ask(.deliveries(filter, before: before, limit: pageLength)).deliveries
            found += page.deliveries
            before = page.next
            if before == nil { return found.reversed() }
        }
        Issue.record("the list does not end")
        return found
    }

    /// A delivery of ``addEndpoint(_:format:account:)`` that no event causes.
    func addDelivery(
        to endpoint: WebhookEndpointRecord, body: [UInt8] = Array("{}".utf8), at now: Timestamp = Samples.start
    ) throws -> Int64 {
        let new = NewDelivery(endpoint: endpoint.id, eventID: "evt_ping", type: "ping", format: 1, body: body)
        guard case .delivery(let id) = try webhook(.deliver(new, at: now)) else {
            throw StoreFailure.broken(code: 0, message: "no delivery")
        }
        return id
    }

    /// Records an attempt that was answered with 200 if it succeeded, and failed without an answer otherwise.
    func record(
        _ number: Int64, of delivery: Int64, _ next: AttemptResult.Next, disables: WebhookDisabling? = nil,
        at now: Timestamp = Samples.start
    ) throws -> WebhookWritten {
        let outcome: AttemptRecord.Outcome =
            next == .delivered ? .answered(status: 200) : .failed(phase: 3, "the connection was refused")
        let attempt = AttemptRecord(number: number, at: now, durationMicroseconds: 5, outcome: outcome)
        return try webhook(.record(AttemptResult(delivery: delivery, attempt, next: next, disables: disables)))
    }

    /// The numbers of the deliveries that are due at a moment.
    func due(at now: Timestamp = Samples.start, limit: Int = 100) throws -> [Int64] {
        try ask(.due(at: now, limit: limit)).due.deliveries.map(\.delivery.id)
    }

    /// The state of a delivery.
    func state(_ delivery: Int64) throws -> DeliveryState? {
        try ask(.delivery(delivery)).delivery?.delivery.state
    }
}
