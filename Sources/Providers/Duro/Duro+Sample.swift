package import Checkout
import Wire

extension Duro {
    package static let sample = Sample(
        path: "/v1/checkout/sessions",
        body:
            #"{"amount":500000,"currency":"NGN","customerEmail":"ada@example.com","successUrl":"https://shop.example/thanks"}"#
    )

    /// Duro's guide: a key is secret or publishable. A publishable key may start checkout sessions, but not read or
    /// change them.
    package static let credentialKinds = [CredentialKind.token, .publishable]

    /// Publishable keys begin with `pk_`. Secret keys begin with `sk_`; access tokens have no prefix of their own.
    package static func kind(ofSecret secret: String) -> CredentialKind? {
        isPublishable(Array(secret.utf8)[...]) ? .publishable : .token
    }

    /// Whether a bearer token is a publishable key.
    static func isPublishable(_ token: ArraySlice<UInt8>) -> Bool {
        token.count > 3 && ASCII.equal(token.prefix(3), "pk_")
    }

    /// `sk_test_` or `sk_live_` (`pk_test_` or `pk_live_` for a publishable key), then 40 random letters and digits.
    package static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
        let prefix = (kind == .publishable ? "pk" : "sk") + (isLive ? "_live_" : "_test_")
        return IssuedKey(secret: prefix + Mint.text(random.prefix(40)))
    }

    /// The contract: a secret key is `sk_test_…` or `sk_live_…`, and a publishable key likewise. An access token does
    /// not show its mode.
    package static func isLive(secret: String) -> Bool {
        ["sk_live_", "pk_live_"].contains { secret.utf8.starts(with: $0.utf8) }
    }
}
