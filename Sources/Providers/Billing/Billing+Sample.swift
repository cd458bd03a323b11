package import Checkout

extension Billing {
    package static let sample = Sample(
        path: "/api/v1/billing/checkout",
        body: #"{"success_url":"http://localhost:3000/dashboard?success=true"}"#,
        catalogue: [
            price.name: Catalogue.Entry(
                reference: "price_pro_monthly", name: "Pro", amount: 1_900, currency: Currency(stored: "USD"),
                interval: "month", isDefault: true)
        ])

    /// The prefix, then 40 random letters and digits.
    package static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
        IssuedKey(secret: (isLive ? "billing_live_" : "billing_test_") + Mint.text(random.prefix(40)))
    }
}
