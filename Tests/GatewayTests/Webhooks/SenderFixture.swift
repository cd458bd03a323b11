import Checkout
import SQLiteStorage
import Synchronization
import Testing
import Wire

@testable import Gateway
@testable import Outbound
@testable import Webhooks

/// A gateway, and a sender whose calls go to the test and not to the network.
final class SenderFixture {
    /// A call that waits for the outcome that the test gives it.
    struct Made: Sendable {
        let call: OutgoingCall
        let deliver: Deliver

        var id: String { field("webhook-id") }

        func field(_ name: String) -> String { call.fields.first { $0.name == name }?.value ?? "" }

        func answer(_ status: Int, _ fields: [HeaderField] = [], body: String = "") {
            deliver(
                .answered(
                    Answer(
                        status: status, fields: fields, body: Array(body.utf8), isBodyCut: false,
                        address: IPAddress(ipv4: 0x0808_0808), times: CallTimes())))
        }

        func fail(_ phase: CallFailure.Phase) {
            deliver(.failed(CallFailure(phase, "it was a test")))
        }
    }

    let gateway: InMemoryGateway
    /// The machine's clock, which the gateway's may be ahead of.
    let realClock = ManualClock()
    let vault: WebhookVault
    var loop: SenderLoop
    let inbox = SenderInbox()
    private let calls: Calls
    private let said: Lines
    private var taken = 0
    private var sessions: Int64 = 0

    final class Calls: Sendable {
        let all = Mutex<[Made]>([])
    }

    final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    static let secret = WebhookSecret.made { [UInt8](repeating: 5, count: $0) }
    static let otherSecret = WebhookSecret.made { [UInt8](repeating: 6, count: $0) }

    /// Another sender on the store of a fixture, as after a start.
    convenience init(sharing other: SenderFixture) throws {
        try self.init(.production, keyID: "one", other.gateway)
    }

    convenience init(_ schedule: RetrySchedule = .production, keyID: String = "one") throws {
        try self.init(schedule, keyID: keyID, try InMemoryGateway())
    }

    private init(_ schedule: RetrySchedule, keyID: String, _ gateway: InMemoryGateway) throws {
        let (calls, said) = (Calls(), Lines())
        self.gateway = gateway
        self.calls = calls
        self.said = said
        vault = try Self.vault("one")
        loop = SenderLoop(
            WebhookSender.Parts(
                store: gateway.store, reader: gateway.store.reader, vault: try Self.vault(keyID),
                send: { call, deliver in calls.all.withLock { $0.append(Made(call: call, deliver: deliver)) } },
                schedule: schedule, clock: gateway.sandboxClock ?? gateway.clock, realClock: realClock,
                // Each wait is the shortest that the schedule allows.
                random: { 0 }, say: { line in said.all.withLock { $0.append(line) } }), inbox)
    }

    private static func vault(_ keyID: String) throws -> WebhookVault {
        WebhookVault(SecretSeal(try #require(SecretSeal.Key(id: keyID, bytes: [UInt8](repeating: 9, count: 32)))))
    }

    /// Lines of the log.
    var lines: [String] { said.all.withLock { $0 } }

    /// The calls that were made since the last time.
    func newCalls() -> [Made] {
        let all = calls.all.withLock { $0 }
        defer { taken = all.count }
        return Array(all[taken...])
    }

    /// Makes an endpoint of the account of Duro's credential.
    func endpoint(_ types: [String] = ["*"], format: WebhookFormat = .gateway) throws -> Int64 {
        let account = try gateway.store.writer.account(named: AccountName.defaultName)
        let new = NewWebhookEndpoint(
            account: account.id, origin: .api,
            settings: WebhookSettings(url: "https://shop.example/hook", format: format.rawValue, types: types),
            secret: vault.sealed(Self.secret, of: account.id, at: realClock.now), createdAt: gateway.clock.now)
        guard case .endpoint(let record) = try write(.addEndpoint(new)) else {
            throw WriteFault()
        }
        return record.id
    }

    struct WriteFault: Error {}

    @discardableResult
    func write(_ write: WebhookWrite) throws -> WebhookWritten {
        guard case .webhook(let written) = try gateway.store.writer.write([.webhook(write)]).get()[0].get() else {
            throw WriteFault()
        }
        return written
    }

    /// Makes a session of Duro; returns its number.
    func session() async throws -> Int64 {
        let response = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        #expect(response.status == 201)
        sessions += 1
        return sessions
    }

    func act(_ action: String, on number: Int64) async throws {
        let path = "/gateway/v1/sessions/\(number)/\(action)"
        #expect(try await gateway.send("POST", path, [Conformance.admin], body: []).status == 200)
    }

    /// Lets the sender work on what has happened.
    func advance(deliveriesChanged: Bool = true) {
        loop.advance(inbox.take(withinMicroseconds: 0) + (deliveriesChanged ? [.deliveriesChanged] : []))
    }

    /// Lets the sender write the ends of this many attempts, and take in what became of the writes.
    func settle(_ count: Int = 1) {
        advance(deliveriesChanged: false)
        var recorded = 0
        while recorded < count {
            let messages = inbox.take(withinMicroseconds: 60_000_000)
            if messages.isEmpty { break }
            recorded += messages.count { if case .recorded = $0 { true } else { false } }
            loop.advance(messages)
        }
        #expect(recorded == count)
    }

    func pass(seconds: Int64) {
        gateway.clock.advance(seconds: seconds)
        realClock.advance(seconds: seconds)
    }

    func delivery(_ id: Int64) throws -> DeliveryDetail {
        try #require(try gateway.store.reader.find(.webhook(.delivery(id))).webhook.delivery)
    }

    func deliveries() throws -> [DeliveryRecord] {
        try gateway.store.reader.find(.webhook(.deliveries(DeliveryFilter(), limit: 100))).webhook.deliveries.deliveries
            .reversed()
    }
}
