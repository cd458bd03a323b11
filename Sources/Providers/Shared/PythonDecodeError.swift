import Wire

/// What Python 3.11's `json` says of a text that is not JSON.
enum PythonDecodeError {
    /// The message of a `JSONDecodeError`; nil for what is another error to Python: bytes that are no text, too many
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
        // Python takes lone surrogates, and so does the grammar of its name.
        case .loneSurrogate: nil
        case .notText, .integerTooLong, .tooDeep: nil
        }
    }

    /// Where the fault is, counted in characters of Python: Unicode scalars, and lone surrogates as one each.
    static func position(of fault: JSONFault, in text: [UInt8]) -> Int {
        // Every scalar, and every encoded surrogate, has one byte that does not continue another.
        text.prefix(fault.offset).count { $0 & 0xC0 != 0x80 }
    }
}
