package import Checkout

extension Duro {
    package static let sample = Sample(
        path: "/v1/checkout/sessions",
        body:
            #"{"amount":500000,"currency":"NGN","customerEmail":"ada@example.com","successUrl":"https://shop.example/thanks"}"#
    )

    /// `sk_test_` or `sk_live_`, and 40 letters and digits.
    package static func mint(_ random: [UInt8], isLive: Bool) -> IssuedKey {
        IssuedKey(secret: (isLive ? "sk_live_" : "sk_test_") + Mint.text(random.prefix(40)))
    }
}
