/// Reads a text into nodes, without recursion, up to the first fault.
///
/// It goes from left to right and the first problem wins, as in Python's and serde's readers; where they would point to
/// different bytes, Python's choice is taken, because its positions are part of an answer.
struct JSONParser: ~Copyable {
    private(set) var nodes: JSONNodes
    private let grammar: JSONGrammar
    /// How many arrays and objects are still open.
    private var depth = 0
    /// The innermost of them. While one is open, the `next` of its node leads to the one around it.
    private var innermost = 0
    /// Whether the innermost is an object.
    private var isInObject = false

    init(_ grammar: JSONGrammar, textBytes: Int) {
        self.grammar = grammar
        // A value and its name take some 16 bytes of text; more would be made room for before it is known to come.
        nodes = JSONNodes(capacity: min(1_024, textBytes / 8 + 8))
    }

    /// Reads a whole text. It is handed down rather than kept, because a span is checked and yet costs neither a reference
    /// to an array nor a look at where its bytes are, but may not be held in a value.
    mutating func parse(_ text: Span<UInt8>) -> JSONFault? {
        do throws(JSONFault) {
            try readDocument(text)
            return nil
        } catch {
            return JSONFault(error.reason, at: error.offset, in: path(to: error, in: text))
        }
    }

    /// Where the parser stands is handed down and back, and not kept in the parser: so it stays in a register, and no step
    /// waits for the one before it to have gone through memory.
    private mutating func readDocument(_ text: Span<UInt8>) throws(JSONFault) {
        var at = 0
        let first = Self.nextByte(text, &at)
        try readValue(first, text, &at)
        while depth > 0 { try readItemOrEnd(text, &at) }
        _ = Self.nextByte(text, &at)
        if at < text.count { throw JSONFault(.extraText, at: at) }
    }

    /// The next value of the innermost array or object with what comes before it, or the end of that.
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

    /// A member's name and its colon.
    @inline(__always)
    private mutating func readName(_ first: UInt8, _ text: Span<UInt8>, _ at: inout Int) throws(JSONFault) {
        guard first == UInt8(ascii: "\"") else { throw JSONFault(.expectedName, at: at) }
        at = try readString(text, at)
        guard Self.nextByte(text, &at) == UInt8(ascii: ":") else { throw JSONFault(.expectedColon, at: at) }
        at += 1
    }

    /// A value or, of an array or object, its beginning.
    @inline(__always)
    private mutating func readValue(_ first: UInt8, _ text: Span<UInt8>, _ at: inout Int) throws(JSONFault) {
        switch first {
        case UInt8(ascii: "\""): at = try readString(text, at)
        case UInt8(ascii: "{"): at = try openContainer(.object, at)
        case UInt8(ascii: "["): at = try openContainer(.array, at)
        default: at = try readPlain(first, text, at)
        }
    }

    /// A number or a word.
    private mutating func readPlain(_ first: UInt8, _ text: Span<UInt8>, _ at: Int) throws(JSONFault) -> Int {
        switch first {
        case UInt8(ascii: "t"):
            return try readWord("true", .true, text, at)
        case UInt8(ascii: "f"):
            return try readWord("false", .false, text, at)
        case UInt8(ascii: "n"):
            return try readWord("null", .null, text, at)
        case UInt8(ascii: "N") where grammar.takesNonFiniteNumbers:
            return try readWord("NaN", .float, text, at)
        case UInt8(ascii: "I") where grammar.takesNonFiniteNumbers:
            return try readWord("Infinity", .float, text, at)
        case UInt8(ascii: "-") where grammar.takesNonFiniteNumbers && at + 1 < text.count && text[at + 1] == 0x49:
            return try readWord("-Infinity", .float, text, at)
        default:
            return try readNumber(text, at)
        }
    }

    /// Passes over white space. The byte behind it; NUL, which may stand nowhere between values, where the text ends.
    @inline(__always)
    private static func nextByte(_ text: Span<UInt8>, _ at: inout Int) -> UInt8 {
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
        // As nearly all strings end.
        if special < text.count, text[special] == UInt8(ascii: "\"") {
            append(.string, at..<special + 1)
            return special + 1
        }
        return try readEscapedString(text, at, firstSpecial: special)
    }

    /// A string with an escape in it, or one that is none.
    private mutating func readEscapedString(
        _ text: Span<UInt8>, _ at: Int, firstSpecial: Int
    ) throws(JSONFault) -> Int {
        let end = try JSONString.end(in: text, from: firstSpecial, stringStart: at, grammar.keepsLoneSurrogates)
        append(.string, at..<end, isEscaped: true)
        return end
    }

    /// The way to the value that was being read: the last name of each open object, the next index of each open array.
    /// Where a comma is missing, it is the way to the value before it: of `012` and `1.` it is the rest that shows.
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

    /// The arrays and objects that are still open, outermost first; from here on their nodes lead nowhere.
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
        // A name without escapes is its own unescaped form.
        return JSONString.text(JSONString.unescape(inside)[...])
    }
}
