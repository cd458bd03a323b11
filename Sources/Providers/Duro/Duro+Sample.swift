package import Checkout

extension Duro {
    package static let sample = Sample(
        path: "/v1/checkout/sessions",
        body:
            #"{"amount":500000,"currency":"NGN","customerEmail":"ada@example.com","successUrl":"https://shop.example/thanks"}"#
    )

    /// `sk_test_` or `sk_live_`, and 40 letters and digits.
    package static func mint(_ random: [UInt8], isLive: Bool) -> IssuedKey {
        IssuedKey(secret: (isLive ? livePrefix : "sk_test_") + Mint.text(random.prefix(40)))
    }

    /// The contract: a secret key is `sk_test_…` or `sk_live_…`. Its tokens do not tell their mode.
    package static func isLive(secret: String) -> Bool {
        secret.utf8.starts(with: livePrefix.utf8)
    }

    private static let livePrefix = "sk_live_"
}
