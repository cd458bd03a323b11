import Wire

/// A secret as the settings give one.
enum SecretText {
    /// Longer ones fit into no request head that every proxy passes on.
    private static let bytesMax = 8_000

    /// Fewer characters could be guessed where failures are not limited.
    static let adminCharactersMin = 12

    /// What it has to be, in the words of a fault.
    static let rule = "1 to \(bytesMax) visible ASCII characters, without blanks"

    /// Whether a request can show it, in `Authorization` (RFC 6750 §2.1) or in a field of its own (RFC 9110 §5.5).
    static func isShowable(_ text: String) -> Bool {
        (1...bytesMax).contains(text.utf8.count) && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}
