/// Where a text stops being JSON, and why.
package struct JSONFault: Error, Sendable, Equatable {
    /// What is wrong at ``offset``.
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
    /// The offset of the fault in bytes, from 0. Python's decoder sometimes reports an offset other than that of the
    /// offending byte (of the quote that opens an unterminated string, of the `u` of a bad escape); then this is
    /// Python's.
    package let offset: Int
    /// The path from the root to the value that the parser was reading.
    package let path: [PathStep]

    package init(_ reason: Reason, at offset: Int, in path: [PathStep] = []) {
        self.reason = reason
        self.offset = offset
        self.path = path
    }
}

/// One step from a value to a value directly inside it.
package enum PathStep: Sendable, Hashable {
    case member(String)
    case element(Int)
}
