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
