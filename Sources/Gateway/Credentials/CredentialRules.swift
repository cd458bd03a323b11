/// The name of an account: any text that stays on one line, on a terminal and in a list.
package enum AccountName {
    /// The account of credentials for which no account is named.
    package static let defaultName = "default"

    /// What the name has to be, as error messages say it.
    package static let rule = "a text that is not empty and has no control characters"

    /// Whether a text can be the name. Control characters are those of Unicode's category Cc.
    package static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
    }
}

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

/// Why live credentials are refused.
package enum LiveMode {
    /// The sentence that refuses a live credential.
    package static let refusal = """
        live credentials are refused: no payment upstream is configured, and the gateway moves no money; \
        use test credentials.
        """
}
