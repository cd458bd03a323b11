/// The first place at which a text stops being JSON.
package struct JSONFault: Error, Sendable, Equatable {
    /// What was wrong there.
    package enum Reason: Sendable, Equatable, CaseIterable {
        case notText
        case expectedValue
        case expectedName
        case expectedColon
        case expectedCommaOrBracket
        case expectedCommaOrBrace
        case extraText
        case unterminatedString
        case controlCharacter
        case badEscape
        case badUnicodeEscape
        case loneSurrogate
        case tooDeep
        case integerTooLong
    }

    package let reason: Reason
    /// The byte, counted from 0, where the fault shows. Where Python's decoder points elsewhere than the offending byte
    /// (at the quote that opens an unterminated string, at the `u` of a bad escape), this points there too.
    package let offset: Int
    /// Where in the document the parser was.
    package let path: [PathStep]

    package init(_ reason: Reason, at offset: Int, in path: [PathStep] = []) {
        self.reason = reason
        self.offset = offset
        self.path = path
    }
}

/// One step from a value to a part of it.
package enum PathStep: Sendable, Hashable {
    case member(String)
    case element(Int)
}
