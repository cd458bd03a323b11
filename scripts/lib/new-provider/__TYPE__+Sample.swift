package import Checkout

extension __TYPE__ {
    /// FILL IN the request that a sandbox prints.
    package static let sample = Sample(path: "/v1/__NAME__/sessions", body: #"{"amount":5000,"currency":"EUR"}"#)

    /// FILL IN the form of the vendor's credentials: here a prefix and 40 random letters and digits.
    package static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
        IssuedKey(secret: (isLive ? "__NAME___live_" : "__NAME___test_") + Mint.text(random.prefix(40)))
    }
}
