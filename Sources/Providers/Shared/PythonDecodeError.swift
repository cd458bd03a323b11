import Wire

/// The messages of Python 3.11's `json` about a text that is not JSON.
enum PythonDecodeError {
    /// The message of a `JSONDecodeError`; nil if Python raises another error: for bytes that are not text, too many
    /// digits, too many levels.
    static func text(for reason: JSONFault.Reason) -> String? {
        switch reason {
        case .expectedValue: "Expecting value"
        case .expectedName: "Expecting property name enclosed in double quotes"
        case .expectedColon: "Expecting ':' delimiter"
        case .expectedCommaOrBracket, .expectedCommaOrBrace: "Expecting ',' delimiter"
        case .extraText: "Extra data"
        case .unterminatedString: "Unterminated string starting at"
        case .controlCharacter: "Invalid control character at"
        case .badEscape: "Invalid \\escape"
        case .badUnicodeEscape: "Invalid \\uXXXX escape"
        // Python accepts lone surrogates, and so does the grammar `.python`.
        case .loneSurrogate: nil
        case .notText, .integerTooLong, .tooDeep: nil
        }
    }

    /// The position of the fault, counted in Python's characters: Unicode scalars, and each lone surrogate as one.
    static func position(of fault: JSONFault, in text: [UInt8]) -> Int {
        // Every scalar, and every encoded surrogate, has exactly one byte that is not a continuation byte.
        text.prefix(fault.offset).count { $0 & 0xC0 != 0x80 }
    }
}
