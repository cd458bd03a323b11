package import Checkout
package import Wire

extension Userdocks {
    package static let sample = Sample(
        path: "/api/v1/checkout-sessions",
        body: #"""
            {"price":"price_1OaBcDeFgHiJkLmN","taxRate":"txr_1OaBcDeFgHiJkLmN","allowedCountry":"DE",\#
            "paymentMethodType":"card","billingAddressCollection":true,"mode":"payment","quantity":1,\#
            "isReverseCharge":false,"test":true,\#
            "state":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
            """#,
        credentialFields: { key in
            ["X-API-KEY: \(key.secret)", "X-API-KEY-TYPE: write", "X-CLIENT-ID: \(key.identifier ?? "")"]
        })

    /// The contract: a user's access token as a bearer token, or a key of the app with its type and the app's id.
    package static let credentialKinds = [CredentialKind.apiKey, .token]

    /// Only the owners of keys state an access, read or write.
    package static func assumedKind(saysAccess: Bool) -> CredentialKind { saysAccess ? .apiKey : .token }

    /// A key is `ud_` and 32 letters and digits, a token is `ud_token_` and 40. Each comes with the UUID of its app.
    package static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
        var client = random.suffix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        // RFC 9562 §5.4: version 4 in bits 48 to 51, variant 2 in bits 64 and 65.
        client &= ~(UInt128(0xF) << 76 | UInt128(0x3) << 62)
        client |= UInt128(0x4) << 76 | UInt128(0x2) << 62
        let secret =
            kind == .apiKey ? "ud_" + Mint.text(random.prefix(32)) : "ud_token_" + Mint.text(random.prefix(40))
        return IssuedKey(secret: secret, identifier: UUIDText.encode(client))
    }

    /// The UUID of the app that a credential belongs to, with hyphens. RFC 9562 §4: letters of either case are read,
    /// and lower-case letters are written.
    package static let naming: CredentialNaming? = CredentialNaming("the UUID of an app", isInSecret: false) { text in
        guard text.utf8.count == 36 else { return nil }
        return UUIDText.decode(Array(text.utf8)[...]).map(UUIDText.encode)
    }

    /// Recognizes this provider's requests on the path that Meteroid owns too: by one of the three key fields, or by a
    /// bearer token in the form of a JWT (RFC 7519 §3), as Userdocks' access tokens are.
    package static let claim: (@Sendable (RequestHead) -> Bool)? = { head in
        if head.value(of: "x-api-key") != nil || head.value(of: "x-api-key-type") != nil
            || head.value(of: "x-client-id") != nil
        {
            return true
        }
        guard let credential = try? BearerToken.credential(in: head) else { return false }
        let parts = credential.secret.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].starts(with: "eyJ".utf8)
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
            }
    }
}
