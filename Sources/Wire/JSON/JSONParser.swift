/// Parses a text into nodes, without recursion, up to the first fault.
///
/// It reads from left to right and stops at the first fault, as Python's and serde's parsers do. Where these would
/// report different offsets, it takes Python's, because Python's offsets are part of an answer.
struct JSONParser: ~Copyable {
    private(set) var nodes: JSONNodes
    /// Whether all tokens so far are tokens of RFC 8259: no `NaN`, no infinity, no lone surrogate.
    private(set) var hasStandardTokens = true
    private let grammar: JSONGrammar
    /// How many arrays and objects are still open.
    private var depth = 0
    /// The index of the innermost open array or object. While one is open, the `next` of its node is the index of the
    /// one around it.
    private var innermost = 0
    /// Whether the innermost open value is an object.
    private var isInObject = false

    init(_ grammar: JSONGrammar, textBytes: Int) {
        self.grammar = grammar
        // A name and its value take about 16 bytes of text. The capacity is capped, so that the parser
        // reserves no memory for values that may not come.
        nodes = JSONNodes(capacity: min(1_024, textBytes / 8 + 8))
    }

    /// Parses a whole text. The text is a parameter of each function and not a property: a span is checked and costs no
    /// reference counting and no lookup of its storage, but a value may not store one.
    mutating func parse(_ text: Span<UInt8>) -> JSONFault? {
        do throws(JSONFault) {
            try readDocument(text)
            return nil
        } catch {
            return JSONFault(error.reason, at: error.offset, in: path(to: error, in: text))
        }
    }

    /// The current offset is a parameter too and not a property, so that it stays in a register and no step waits for
    /// memory.
    private mutating func readDocument(_ text: Span<UInt8>) throws(JSONFault) {
        var at = 0
        let first = Self.nextByte(text, &at)
        try readValue(first, text, &at)
        while depth > 0 { try readItemOrEnd(text, &at) }
        _ = Self.nextByte(text, &at)
        if at < text.count { throw JSONFault(.extraText, at: at) }
    }

    /// Reads the next value of the innermost array or object with its comma and name, or the closing bracket.
    @inline(__always)
    private mutating func readItemOrEnd(_ text: Span<UInt8>, _ at: inout Int) throws(JSONFault) {
        var byte = Self.nextByte(text, &at)
        if byte == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            at += 1
            return close(at)
        }
        let isFirst = nodes.count == innermost + 1
        if !isFirst {
            guard byte == UInt8(ascii: ",") else {
                throw JSONFault(isInObject ? .expectedCommaOrBrace : .expectedCommaOrBracket, at: at)
            }
            at += 1
            byte = Self.nextByte(text, &at)
        }
        if isInObject {
            try readName(byte, text, &at)
            byte = Self.nextByte(text, &at)
        }
        try readValue(byte, text, &at)
    }

    /// Reads a member's name and its colon.
    @inline(__always)
    private mutating func readName(_ first: UInt8, _ text: Span<UInt8>, _ at: inout Int) throws(JSONFault) {
        guard first == UInt8(ascii: "\"") else { throw JSONFault(.expectedName, at: at) }
        at = try readString(text, at)
        guard Self.nextByte(text, &at) == UInt8(ascii: ":") else { throw JSONFault(.expectedColon, at: at) }
        at += 1
    }

    /// Reads a value or, of an array or object, the opening bracket.
    @inline(__always)
    private mutating func readValue(_ first: UInt8, _ text: Span<UInt8>, _ at: inout Int) throws(JSONFault) {
        switch first {
        case UInt8(ascii: "\""): at = try readString(text, at)
        case UInt8(ascii: "{"): at = try openContainer(.object, at)
        case UInt8(ascii: "["): at = try openContainer(.array, at)
        default: at = try readPlain(first, text, at)
        }
    }

    /// Reads a number or a word such as `true`.
    private mutating func readPlain(_ first: UInt8, _ text: Span<UInt8>, _ at: Int) throws(JSONFault) -> Int {
        switch first {
        case UInt8(ascii: "t"):
            return try readWord("true", .true, text, at)
        case UInt8(ascii: "f"):
            return try readWord("false", .false, text, at)
        case UInt8(ascii: "n"):
            return try readWord("null", .null, text, at)
        case UInt8(ascii: "N") where grammar.takesNonFiniteNumbers:
            return try readNonFinite("NaN", text, at)
        case UInt8(ascii: "I") where grammar.takesNonFiniteNumbers:
            return try readNonFinite("Infinity", text, at)
        case UInt8(ascii: "-") where grammar.takesNonFiniteNumbers && at + 1 < text.count && text[at + 1] == 0x49:
            return try readNonFinite("-Infinity", text, at)
        default:
            return try readNumber(text, at)
        }
    }

    /// Skips white space and returns the byte after it. At the end of the text it returns NUL, which is not allowed
    /// between values.
    @inline(__always)
    static func nextByte(_ text: Span<UInt8>, _ at: inout Int) -> UInt8 {
        while at < text.count {
            switch text[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            case let byte: return byte
            }
        }
        return 0
    }

    private mutating func openContainer(_ kind: JSON.Kind, _ at: Int) throws(JSONFault) -> Int {
        guard depth < grammar.depthMax else { throw JSONFault(.tooDeep, at: at) }
        depth += 1
        let outer = innermost
        innermost = nodes.count
        isInObject = kind == .object
        nodes.append(
            JSONNode(
                kind: kind, start: UInt32(truncatingIfNeeded: at), end: 0, next: UInt32(truncatingIfNeeded: outer)))
        return at + 1
    }

    private mutating func close(_ end: Int) {
        let closed = innermost
        depth -= 1
        innermost = Int(nodes[closed].next)
        isInObject = nodes[innermost].kind == .object
        nodes[closed].end = UInt32(truncatingIfNeeded: end)
        nodes[closed].next = UInt32(truncatingIfNeeded: nodes.count)
    }

    private mutating func append(_ kind: JSON.Kind, _ range: Range<Int>, isEscaped: Bool = false) {
        nodes.append(
            JSONNode(
                kind: kind, isEscaped: isEscaped, start: UInt32(truncatingIfNeeded: range.lowerBound),
                end: UInt32(truncatingIfNeeded: range.upperBound), next: UInt32(truncatingIfNeeded: nodes.count + 1)))
    }

    private mutating func readWord(
        _ word: StaticString, _ kind: JSON.Kind, _ text: Span<UInt8>, _ at: Int
    ) throws(JSONFault) -> Int {
        let end = at + word.utf8CodeUnitCount
        guard end <= text.count, word.withUTF8Buffer({ ASCII.equal(text.extracting(at..<end), $0.span) }) else {
            throw JSONFault(.expectedValue, at: at)
        }
        append(kind, at..<end)
        return end
    }

    private mutating func readNonFinite(
        _ word: StaticString, _ text: Span<UInt8>, _ at: Int
    ) throws(JSONFault) -> Int {
        hasStandardTokens = false
        return try readWord(word, .float, text, at)
    }

    private mutating func readNumber(_ text: Span<UInt8>, _ at: Int) throws(JSONFault) -> Int {
        guard let number = JSONNumber.extent(in: text, from: at) else { throw JSONFault(.expectedValue, at: at) }
        if let digits = number.integerDigits, digits > grammar.integerDigitsMax {
            throw JSONFault(.integerTooLong, at: at)
        }
        append(number.integerDigits == nil ? .float : .integer, at..<number.end)
        return number.end
    }

    private mutating func readString(_ text: Span<UInt8>, _ at: Int) throws(JSONFault) -> Int {
        let special = JSONString.firstSpecial(in: text, from: at + 1)
        // Nearly all strings have no escape.
        if special < text.count, text[special] == UInt8(ascii: "\"") {
            append(.string, at..<special + 1)
            return special + 1
        }
        return try readEscapedString(text, at, firstSpecial: special)
    }

    /// Reads a string with an escape in it, or throws why the text is not a string.
    private mutating func readEscapedString(
        _ text: Span<UInt8>, _ at: Int, firstSpecial: Int
    ) throws(JSONFault) -> Int {
        let end = try JSONString.end(in: text, from: firstSpecial, stringStart: at, grammar.keepsLoneSurrogates)
        if end.hasLoneSurrogate { hasStandardTokens = false }
        append(.string, at..<end.offset, isEscaped: true)
        return end.offset
    }

    /// The path to the value that was being read: the last name of each open object, the next index of each open array.
    /// If a comma is missing, it is the path to the value before it: the fault in `012` and `1.` is in what follows the
    /// number.
    private mutating func path(to fault: JSONFault, in text: Span<UInt8>) -> [PathStep] {
        var steps: [PathStep] = []
        for index in leaveOpen() {
            var child = index + 1
            var last = child
            var count = 0
            while child < nodes.count, nodes[child].next != 0 {
                last = child
                child = Int(nodes[child].next)
                count += 1
            }
            if nodes[index].kind == .array {
                steps.append(
                    .element(fault.reason == .expectedCommaOrBracket && child == nodes.count ? count - 1 : count))
            } else if child < nodes.count || count % 2 == 1 {
                // The child before an open value is its name; an odd count ends with a name that has no value yet.
                steps.append(.member(name(at: last, in: text)))
            } else if fault.reason == .expectedCommaOrBrace, count > 0 {
                steps.append(.member(name(at: beforeLast(of: index, count), in: text)))
            }
        }
        return steps
    }

    /// The indices of the arrays and objects that are still open, outermost first. It sets the `next` of their nodes to
    /// 0.
    private mutating func leaveOpen() -> [Int] {
        var open: [Int] = []
        while depth > 0 {
            open.append(innermost)
            let outer = Int(nodes[innermost].next)
            nodes[innermost].next = 0
            innermost = outer
            depth -= 1
        }
        return open.reversed()
    }

    private func beforeLast(of container: Int, _ count: Int) -> Int {
        var child = container + 1
        for _ in 0..<count - 2 { child = Int(nodes[child].next) }
        return child
    }

    private func name(at index: Int, in text: Span<UInt8>) -> String {
        let node = nodes[index]
        guard node.kind == .string, node.end > node.start + 1 else { return "" }
        let inside = text.extracting(Int(node.start) + 1..<Int(node.end) - 1)
        // Unescaping leaves a name without escapes unchanged.
        return JSONString.text(JSONString.unescape(inside)[...])
    }
}
