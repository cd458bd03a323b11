import Checkout
import TestSupport
import Wire

/// The values that a test needs around a provider: requests, a session as a store returns it, a fixed clock.
enum ProviderStage {
    static let now = Timestamp(microseconds: 1_782_208_800_123_456)

    /// The quota that a caller exceeded.
    static let quota = Quota(name: "test", requests: 5, windowSeconds: 60)

    static let links = Links.withoutKey("https://pay.test")

    /// A digest that differs with the text, as far as the tests need it.
    static func digest(of text: ArraySlice<UInt8>) -> Digest {
        Digest { digest in
            digest.initialize(repeating: UInt8(truncatingIfNeeded: text.count), count: Digest.byteCount)
            for (place, byte) in text.enumerated() { digest[place % 16] = digest[place % 16] &* 31 &+ byte }
        }
    }

    /// Any digest.
    static let digest = Digest { $0.initialize(repeating: 5, count: Digest.byteCount) }

    /// Knows no international name.
    static let asciiHost: ASCIIHost = { _ in nil }

    /// A session as a store returns it.
    static func session(_ draft: Draft, of provider: ProviderName, number: Int64 = 7) -> CheckoutSession {
        CheckoutSession(
            id: SessionID(key: now.microseconds / 1_000 << 12, tail: 5), number: number, provider: provider,
            account: AccountID(1), isLive: false, status: .open, draft: draft, createdAt: now)
    }

    /// A request as the parser makes it. Only this function knows how a head is made.
    static func request(
        _ method: String, _ target: String, _ fields: [(name: String, value: String)] = [], _ body: [UInt8] = []
    ) -> Request {
        var text = "\(method) \(target) HTTP/1.1\r\n"
        if !fields.contains(where: { $0.name.lowercased() == "host" }) { text += "Host: gateway.test\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        let bytes = Array((text + "\r\n").utf8)
        var parser = RequestParser(limits: HTTPLimits())
        guard let outcome = try? parser.parse(bytes.span), case .head(let head, _) = outcome else {
            preconditionFailure("\(method) \(target) is a request that the parser takes.")
        }
        return Request(head: head, body: body)
    }
}

extension Catalogue {
    /// A catalogue with one price, which is the default.
    static let withPrice: Catalogue = {
        var catalogue = Catalogue()
        let price = Catalogue.Entry(
            reference: "price_pro_monthly", amount: 1_900, currency: Currency(stored: "USD"), isDefault: true)
        precondition(catalogue.add(price, to: "billing.price"), "An empty catalogue takes any entry.")
        return catalogue
    }()
}
