package import Checkout
import Wire

extension Meteroid {
    package static let sample = Sample(
        path: "/api/v1/checkout-sessions",
        body: #"{"customer_id":"cus_7n42DGM5Tflk9n8mt7Fhc7","plan_version_id":"plv_7n42DGM5Tflk9n8mt7Fhc7"}"#)

    /// `pv_<env>_<28 letters and digits>/<base 62 of the key's own UUID>`, the form of the vendor's keys.
    package static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
        let bits = random.suffix(12).reduce(UInt128(1)) { $0 << 8 | UInt128($1) }
        let identifier = Base62.encode(bits)
        let secret = "pv_\(isLive ? "prod" : "sand")_\(Mint.text(random.prefix(28)))/\(identifier)"
        return IssuedKey(secret: secret, identifier: identifier)
    }

    /// The key's own id.
    package static let naming: CredentialNaming? = CredentialNaming(
        "the key's own id in base 62, which stands behind its last slash", isInSecret: true
    ) { text in
        (try? Base62.decode(Array(text.utf8)[...])) == nil ? nil : text
    }

    /// The id after the last slash of a secret that `identify(_:)` accepts.
    package static func identifier(inSecret secret: String) -> String? {
        let key = Array(secret.utf8)[...]
        guard key.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
        return identifier(inKey: key).map { String(decoding: $0, as: UTF8.self) }
    }
}
