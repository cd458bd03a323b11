package import Checkout
import Wire

/// The operator's credential for the gateway's own API. It belongs to no provider and cannot create a session.
package enum AdminCredential {
    /// The name used in the store and in the key ring, in place of a provider's.
    package static let name = ProviderName("gateway")

    /// The only kind.
    package static let kind = CredentialKind.token

    /// A new credential, from 32 random bytes.
    package static func mint(_ random: [UInt8]) -> IssuedKey {
        IssuedKey(secret: "gw_admin_" + Hex.string(Array(random.prefix(32))), identifier: nil)
    }

    /// The caller, by `Authorization: Bearer …` (RFC 6750 §2.1). Throws a problem with status 401.
    static func check(_ head: RequestHead, _ keys: KeyRing) throws(ProblemDetails) -> Caller {
        let values = head.values(of: "authorization")
        guard values.count == 1, let value = values.first, value.count > 7,
            ASCII.equalIgnoringCase(value.prefix(7), "bearer "),
            let caller = try? keys.caller(Credential(secret: ASCII.trimmed(value.dropFirst(7))), of: name)
        else {
            throw ProblemDetails(
                status: 401, detail: "This takes an admin credential: Authorization: Bearer …",
                fields: [HeaderField(name: "WWW-Authenticate", value: "Bearer")])
        }
        return caller
    }
}
