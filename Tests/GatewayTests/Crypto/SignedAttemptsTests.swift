import Checkout
import FoundationEssentials
import Glibc
import Testing
import Wire

@testable import Gateway
@testable import Webhooks

/// Attempts for scripts/lib/webhook-verifiers.sh, which has the libraries of others verify them: with the variable
/// GATEWAY_TESTS_ATTEMPTS, they are written into the file of that name, one JSON object a line.
@Suite struct `Signed attempts` {
    private static let path = getenv("GATEWAY_TESTS_ATTEMPTS").map { String(cString: $0) }
    private let links = Links(
        publicURL: "https://pay.example", mac: MessageAuthenticator(key: [UInt8](repeating: 7, count: 32)).code)
    private let now = Timestamp(seconds: Int64(time(nil)))

    private func session(_ mode: Mode, isLive: Bool) -> CheckoutSession {
        var draft = Draft(mode: mode, fields: SentFields(stored: Array("{}".utf8)), lifetimeSeconds: 3_600)
        draft.amount = mode == .setup ? nil : 1_900
        draft.currency = Currency(stored: "EUR")
        draft.customer = CheckoutSession.Customer(reference: "ada", email: "ada@shop.example")
        draft.metadata = JSONText { $0.member("name", "Zoë €") }
        return CheckoutSession(
            id: SessionID(key: now.microseconds / 1_000 << 12, tail: 5), number: 1, provider: ProviderName("billing"),
            account: AccountID(1), isLive: isLive, status: .completed, draft: draft, createdAt: now)
    }

    private func bodies() -> [(WebhookEventID, [UInt8])] {
        let ping = WebhookEvent(ping: 5, at: now)
        var bodies = [(ping.id, GatewayBody.ping(ping)), (ping.id, StripeBody.ping(ping, isLive: false))]
        for mode in Mode.allCases {
            let session = session(mode, isLive: mode == .setup)
            for kind in SessionEvent.Kind.allCases {
                let line = SessionEvent(sequence: kind.rawValue, NewEvent(kind, by: .customer, at: now))
                for before in [Status.open, .processing] {
                    if let event = WebhookEvent(line, of: session.id, before: before, in: .stripe) {
                        bodies.append((event.id, StripeBody.make(event, session, links)))
                    }
                }
                if let event = WebhookEvent(line, of: session.id, before: .open, in: .gateway) {
                    let body = GatewayBody.make(
                        event, session: SessionDocument.json(session, at: now, links), of: session.provider, body: nil)
                    bodies.append((event.id, body))
                }
            }
        }
        return bodies
    }

    @Test func `of every kind have four fields, and are written for others to verify`() throws {
        var lines: [UInt8] = []
        for (index, (id, body)) in bodies().enumerated() {
            let replaced = (0..<index % 3).map { _ in
                LiveSecrets.Replaced(WebhookSecret.made(RandomPool.bytes), endsAt: now.advanced(seconds: 1))
            }
            let live = LiveSecrets(WebhookSecret.made(RandomPool.bytes), replaced: replaced)
            let fields = WebhookSignature.fields(
                of: body, event: id, at: now, live, hmac: MessageAuthenticator.code(under:of:))
            #expect(fields.count == 4)
            lines += JSONWriter.object { json in
                json.array("secrets") { json in for secret in live.signing(at: now) { json.string(secret.text) } }
                json.object("headers") { json in
                    for field in fields {
                        json.name(bytes: field.name.lowercased().utf8)
                        json.string(field.value)
                    }
                }
                json.name("body")
                json.string(utf8: body)
            }
            lines.append(UInt8(ascii: "\n"))
        }
        if let path = Self.path { try Data(lines).write(to: URL(filePath: path)) }
    }
}
