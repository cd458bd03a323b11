import Wire

extension JSONFault {
    /// The fault and its position, as a part of a sentence.
    var words: String {
        "\(Self.words(for: reason)) at byte \(offset)"
    }

    private static func words(for reason: Reason) -> String {
        switch reason {
        case .notText: "there is no text in UTF-8"
        case .expectedValue: "a value is missing"
        case .expectedName: "a member's name in double quotes is missing"
        case .expectedColon: "the colon behind a member's name is missing"
        case .expectedCommaOrBracket: "an array goes on without a comma, or does not end,"
        case .expectedCommaOrBrace: "an object goes on without a comma, or does not end,"
        case .extraText: "something follows on the value"
        case .unterminatedString: "a string begins that has no end"
        case .controlCharacter: "a string has a control character"
        case .badEscape: "a string has an escape that JSON does not know"
        case .badUnicodeEscape: "a string has a \\u without four hexadecimal digits"
        case .loneSurrogate: "a string has one half of a surrogate pair"
        case .tooDeep: "arrays and objects are nested too deep"
        case .integerTooLong: "an integer has too many digits"
        }
    }
}
