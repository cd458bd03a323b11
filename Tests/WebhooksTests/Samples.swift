import Checkout
import TestSupport
import Wire

@testable import Webhooks

/// A code that depends on key and message, but is no HMAC.
@Sendable func plainCode(_ key: [UInt8], _ message: Span<UInt8>) -> Digest {
    Digest { code in
        code.initialize(repeating: 0, count: Digest.byteCount)
        for (index, byte) in key.enumerated() { code[index % 32] = code[index % 32] &* 31 &+ byte }
        for index in message.indices { code[index % 32] = code[index % 32] &* 31 &+ message[index] }
    }
}

/// The secret of 32 equal bytes.
func secret(_ byte: UInt8) -> WebhookSecret {
    WebhookSecret.made { [UInt8](repeating: byte, count: $0) }
}

/// The moment so many seconds after the tests' beginning.
func moment(_ seconds: Int64) -> Timestamp {
    Timestamp(seconds: 1_800_000_000 + seconds)
}

let links = Links(publicURL: "https://pay.example") { plainCode([7], $0) }

/// A session of the store's number 1.
func session(
    _ mode: Mode = .payment, amount: Int64? = 1_900, isLive: Bool = false, metadata: String? = nil
) -> CheckoutSession {
    var draft = Draft(mode: mode, fields: SentFields(stored: Array("{}".utf8)), lifetimeSeconds: 3_600)
    draft.amount = amount
    draft.currency = Currency(stored: "EUR")
    draft.customer = CheckoutSession.Customer(reference: "ada", email: "ada@shop.example")
    draft.successURL = "https://shop.example/paid?id={CHECKOUT_SESSION_ID}"
    draft.metadata = metadata.flatMap { JSONText(parsing: Array($0.utf8)) }
    return CheckoutSession(
        id: SessionID(key: 7_305_000_000_000_000, tail: 5), number: 1, provider: ProviderName("billing"),
        account: AccountID(1), isLive: isLive, status: .open, draft: draft, createdAt: moment(0))
}

/// The event of a kind, told in a format; nil if nothing is told.
func event(
    _ kind: SessionEvent.Kind, before: Status = .open, _ format: WebhookFormat, sequence: Int64 = 3
) -> WebhookEvent? {
    WebhookEvent(
        SessionEvent(sequence: sequence, NewEvent(kind, by: .customer, at: moment(60))), of: session().id,
        before: before, in: format)
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The root of a text that has to be strict JSON.
func json(_ bytes: [UInt8]) throws -> FixtureValue {
    let document = JSONDocument(bytes, grammar: .rfc8259)
    guard document.fault == nil, let root = document.root else { throw FixtureFault("\(text(bytes)) is no JSON.") }
    return FixtureValue(root, "the body")
}
