import Wire

/// A secret in the settings.
enum SecretText {
    /// Many proxies do not pass on a request head with a longer secret.
    private static let bytesMax = 8_000

    /// A shorter secret could be guessed if failures are not limited.
    static let adminCharactersMin = 12

    /// What the secret has to be, as error messages say it.
    static let rule = "1 to \(bytesMax) visible ASCII characters, without blanks"

    /// Whether a request can present it, in `Authorization` (RFC 6750 §2.1) or in another field (RFC 9110 §5.5).
    static func isShowable(_ text: String) -> Bool {
        (1...bytesMax).contains(text.utf8.count) && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}
