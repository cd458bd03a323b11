/// What an account may be called: any text that stays one line, on a terminal as in a list.
package enum AccountName {
    /// Whose credentials are that name no account.
    package static let standard = "default"

    /// What it has to be, in the words of a fault.
    package static let rule = "a text that is not empty and has no control characters"

    /// Whether it is one. Control characters are those of Unicode's category Cc.
    package static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
    }
}
