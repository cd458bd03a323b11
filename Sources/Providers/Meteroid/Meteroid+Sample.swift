package import Checkout
import Wire

extension Meteroid {
    package static let sample = Sample(
        path: "/api/v1/checkout-sessions",
        body: #"{"customer_id":"cus_7n42DGM5Tflk9n8mt7Fhc7","plan_version_id":"plv_7n42DGM5Tflk9n8mt7Fhc7"}"#)

    /// `pv_<env>_<28 letters and digits>/<base 62 of the key's own UUID>`, as the vendor's keys are.
    package static func mint(_ random: [UInt8], isLive: Bool) -> IssuedKey {
        let bits = random.suffix(12).reduce(UInt128(1)) { $0 << 8 | UInt128($1) }
        let identifier = Base62.encode(bits)
        let secret = "pv_\(isLive ? "prod" : "sand")_\(Mint.text(random.prefix(28)))/\(identifier)"
        return IssuedKey(secret: secret, identifier: identifier)
    }

    /// What follows the last slash: the key's own id.
    package static func identifier(inSecret secret: String) -> String? {
        secret.split(separator: "/").last.map(String.init)
    }
}
