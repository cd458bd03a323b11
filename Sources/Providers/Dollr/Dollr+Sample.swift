package import Checkout

extension Dollr {
    package static let sample = Sample(
        path: "/v1/sessions/checkout", body: #"{"source_id":101,"source_type":"INVOICE"}"#)

    /// The prefix, then 40 random letters and digits.
    package static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
        IssuedKey(secret: (isLive ? "dollr_live_" : "dollr_test_") + Mint.text(random.prefix(40)))
    }
}
