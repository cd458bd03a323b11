import Wire

/// The offset at which the server's parser stops in a text that is not JSON, and its message.
///
/// The document's fault says what is wrong, and where Python would report it. serde distinguishes more cases of
/// numbers, commas and the end of the text, and counts the bytes that it has read.
struct MeteroidSyntax {
    let words: String
    /// The number of bytes that were read.
    let offset: Int
    let path: [PathStep]
    /// Whether the fault is where the name of a member was expected: a step that has no name yet.
    let isInName: Bool

    /// The offset after a number if text follows that cannot follow a number: `12` in `012`, the point in `1.x`.
    static func brokenNumberEnd(in document: JSONDocument) -> Int? {
        guard let fault = document.fault, fault.offset > 0, fault.offset < document.text.count else { return nil }
        switch fault.reason {
        case .expectedCommaOrBrace, .expectedCommaOrBracket, .extraText: break
        default: return nil
        }
        var start = fault.offset
        while start > 0, ASCII.isDigit(document.text[start - 1]) || ".eE+-".utf8.contains(document.text[start - 1]) {
            start -= 1
        }
        let number = document.text[start..<fault.offset]
        guard let last = number.last, ASCII.isDigit(last) else { return nil }
        let hasExponent = number.contains { $0 | 0x20 == UInt8(ascii: "e") }
        switch document.text[fault.offset] {
        case UInt8(ascii: "."):
            return hasExponent || number.contains(UInt8(ascii: ".")) ? nil : fault.offset
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            return hasExponent ? nil : fault.offset
        case 0x30...0x39:
            return fault.offset
        default:
            return nil
        }
    }

    /// The document itself; for bytes that are not text, a document that breaks off at the first of them.
    static func readable(_ document: JSONDocument) -> JSONDocument {
        guard let fault = document.fault, case .notText = fault.reason else { return document }
        // No JSON contains this byte. It is there five times because a Unicode escape reads four bytes at once.
        return JSONDocument(utf8: Array(document.text[..<fault.offset]) + [1, 1, 1, 1, 1])
    }

    init(_ document: JSONDocument) {
        let readable = Self.readable(document)
        guard let fault = readable.fault else {
            self.init("", 0, [])
            return
        }
        if case .notText = document.fault?.reason, case .controlCharacter = fault.reason {
            self.init(notText: document.text, fault, in: readable)
        } else if let end = Self.brokenNumberEnd(in: readable) {
            self.init(numberAt: end, in: readable.text, fault)
        } else {
            self.init(fault, in: readable)
        }
    }

    private init(_ words: String, _ offset: Int, _ path: [PathStep], isInName: Bool = false) {
        self.words = words
        self.offset = offset
        self.path = path
        self.isInName = isInName
    }

    /// serde decodes a string when it has found the string's end.
    private init(notText bytes: [UInt8], _ fault: JSONFault, in document: JSONDocument) {
        var end = fault.offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        let isClosed = end < bytes.count
        self.init(
            isClosed ? "invalid unicode code point" : "EOF while parsing a string",
            isClosed ? end + 1 : bytes.count, fault.path, isInName: Self.isInName(fault, of: document))
    }

    private init(numberAt end: Int, in text: [UInt8], _ fault: JSONFault) {
        // serde expects digits here, after the point, or after the exponent's letter and sign.
        var at = end
        if !ASCII.isDigit(text[at]) {
            let isExponent = text[at] != UInt8(ascii: ".")
            at += 1
            if isExponent, at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") { at += 1 }
        }
        var path = fault.path
        // The fault counts the number as read and names the element after it.
        if case .element(let next) = path.last, fault.reason == .expectedCommaOrBracket {
            path[path.count - 1] = .element(next - 1)
        }
        let words = at < text.count ? "invalid number" : "EOF while parsing a value"
        self.init(words, min(at + 1, text.count), path)
    }

    private init(_ fault: JSONFault, in document: JSONDocument) {
        let text = document.text
        let isEnd = fault.offset >= text.count
        /// Includes the offending byte, if there is one.
        let offset = min(fault.offset + 1, text.count)
        let around = Array(fault.path.dropLast())
        switch fault.reason {
        case .notText, .extraText:
            self.init("trailing characters", offset, [])
        case .tooDeep:
            self.init("recursion limit exceeded", offset, fault.path)
        case .expectedColon:
            self.init(isEnd ? "EOF while parsing an object" : "expected `:`", offset, around)
        case .expectedCommaOrBrace:
            self.init(isEnd ? "EOF while parsing an object" : "expected `,` or `}`", offset, around, isInName: true)
        case .expectedCommaOrBracket:
            self.init(isEnd ? "EOF while parsing a list" : "expected `,` or `]`", offset, around)
        case .expectedName:
            let words = Self.name(at: fault.offset, in: text)
            self.init(words, offset, fault.path, isInName: true)
        case .expectedValue, .integerTooLong:
            self.init(valueIn: text, fault)
        case .unterminatedString, .controlCharacter, .badEscape, .badUnicodeEscape, .loneSurrogate:
            let (words, offset) = Self.string(in: text, fault)
            self.init(words, offset, fault.path, isInName: Self.isInName(fault, of: document))
        }
    }
}

extension MeteroidSyntax {
    private init(valueIn text: [UInt8], _ fault: JSONFault) {
        var path = fault.path
        let previous = text[..<fault.offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard fault.offset < text.count else {
            let isFirst = previous == UInt8(ascii: "[")
            if case .element = path.last { path.removeLast() }
            self.init(isFirst ? "EOF while parsing a list" : "EOF while parsing a value", text.count, path)
            return
        }
        let first = text[fault.offset]
        if first == UInt8(ascii: "]"), previous == UInt8(ascii: ","), case .element = path.last {
            self.init("trailing comma", fault.offset + 1, Array(path.dropLast()))
            return
        }
        for word in ["true", "false", "null"] where word.utf8.first == first {
            let rest = text[fault.offset...]
            let common = zip(word.utf8, rest).prefix { $0 == $1 }.count
            let isEnd = common == rest.count
            self.init(
                isEnd ? "EOF while parsing a value" : "expected ident",
                min(fault.offset + common + 1, text.count), path)
            return
        }
        if first == UInt8(ascii: "-") {
            let isEnd = fault.offset + 1 == text.count
            self.init(
                isEnd ? "EOF while parsing a value" : "invalid number", min(fault.offset + 2, text.count), path)
            return
        }
        self.init("expected value", fault.offset + 1, path)
    }

    private static func name(at offset: Int, in text: [UInt8]) -> String {
        if offset < text.count { return text[offset] == UInt8(ascii: "}") ? "trailing comma" : "key must be a string" }
        let previous = text.last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return previous == UInt8(ascii: ",") ? "EOF while parsing a value" : "EOF while parsing an object"
    }

    private static func string(in text: [UInt8], _ fault: JSONFault) -> (words: String, offset: Int) {
        let at = fault.offset
        switch fault.reason {
        case .controlCharacter:
            return ("control character (\\u0000-\\u001F) found while parsing a string", at + 1)
        case .badEscape:
            return ("invalid escape", min(at + 2, text.count))
        case .badUnicodeEscape where at + 4 < text.count:
            let isEnd = text[at + 1...at + 4].allSatisfy { ASCII.hexDigit($0) != nil }
            return isEnd ? endOfString(text) : ("invalid escape", at + 5)
        case .loneSurrogate:
            return loneSurrogate(in: text, at: at)
        default:
            return endOfString(text)
        }
    }

    private static func endOfString(_ text: [UInt8]) -> (words: String, offset: Int) {
        ("EOF while parsing a string", text.count)
    }

    private static func loneSurrogate(in text: [UInt8], at backslash: Int) -> (words: String, offset: Int) {
        let lone = "lone leading surrogate in hex escape"
        // D800 to DBFF are leading surrogates, and a trailing one must follow.
        let digit = text[backslash + 3] | 0x20
        let isLeading = digit == UInt8(ascii: "8") || digit == UInt8(ascii: "9") || (0x61...0x62).contains(digit)
        guard isLeading else { return (lone, backslash + 6) }
        for index in [backslash + 6, backslash + 7] {
            guard index < text.count else { return endOfString(text) }
            if text[index] != (index == backslash + 6 ? UInt8(ascii: "\\") : UInt8(ascii: "u")) {
                return ("unexpected end of hex escape", index + 1)
            }
        }
        guard backslash + 12 <= text.count else { return endOfString(text) }
        let isHex = text[backslash + 8..<backslash + 12].allSatisfy { ASCII.hexDigit($0) != nil }
        return (isHex ? lone : "invalid escape", backslash + 12)
    }

    /// A string that broke off is a name if its path ends at an object that is still open.
    private static func isInName(_ fault: JSONFault, of document: JSONDocument) -> Bool {
        guard let value = value(at: fault.path, of: document) else { return false }
        return value.kind == .object && !value.isComplete
    }

    private static func value(at path: [PathStep], of document: JSONDocument) -> JSON? {
        var value = document.root
        for step in path {
            switch step {
            case .member(let name):
                value = value?.member(bytes: name.utf8)
            case .element(let index):
                value = value.flatMap { array in
                    var rest = array.elements.makeIterator()
                    for _ in 0..<index { _ = rest.next() }
                    return rest.next()
                }
            }
        }
        return value
    }
}
