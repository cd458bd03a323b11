/// Reads a text into nodes, without recursion, up to the first fault.
///
/// It goes from left to right and the first problem wins, as in Python's and serde's readers; where they would point to
/// different bytes, Python's choice is taken, because its positions are part of an answer.
struct JSONParser {
    private(set) var nodes: [JSONNode] = []
    private let text: [UInt8]
    private let grammar: JSONGrammar
    private var at = 0
    /// The arrays and objects that are still open, outermost first.
    private var open: [Int] = []
    /// Whether the innermost of them is an object.
    private var isInObject = false

    init(_ text: [UInt8], _ grammar: JSONGrammar) {
        self.text = text
        self.grammar = grammar
        // A value and its name take some 16 bytes of text; more would be made room for before it is known to come.
        nodes.reserveCapacity(min(1_024, text.count / 8 + 8))
    }

    /// What may come next.
    private enum Expectation {
        case value, valueOrEnd, memberOrEnd, commaOrEnd
    }

    mutating func parse() -> JSONFault? {
        do throws(JSONFault) {
            try readDocument()
            return nil
        } catch {
            return JSONFault(error.reason, at: error.offset, in: path(to: error))
        }
    }

    private mutating func readDocument() throws(JSONFault) {
        var expectation = Expectation.value
        repeat {
            skipWhiteSpace()
            expectation = try step(expectation)
        } while !(open.isEmpty && expectation == .commaOrEnd)
        skipWhiteSpace()
        if at < text.count { throw JSONFault(.extraText, at: at) }
    }

    private mutating func step(_ expectation: Expectation) throws(JSONFault) -> Expectation {
        switch expectation {
        case .value:
            return try readValue()
        case .valueOrEnd:
            return byte == UInt8(ascii: "]") ? close() : try readValue()
        case .memberOrEnd:
            return byte == UInt8(ascii: "}") ? close() : try readMember()
        case .commaOrEnd:
            return try readCommaOrEnd()
        }
    }

    /// A name, its colon, and its value or the beginning of that.
    private mutating func readMember() throws(JSONFault) -> Expectation {
        guard byte == UInt8(ascii: "\"") else { throw JSONFault(.expectedName, at: at) }
        try readString()
        skipWhiteSpace()
        guard byte == UInt8(ascii: ":") else { throw JSONFault(.expectedColon, at: at) }
        at += 1
        skipWhiteSpace()
        return try readValue()
    }

    private mutating func readCommaOrEnd() throws(JSONFault) -> Expectation {
        let isObject = isInObject
        switch byte {
        case UInt8(ascii: ","):
            at += 1
            skipWhiteSpace()
            return isObject ? try readMember() : try readValue()
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
            return close()
        default:
            throw JSONFault(isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket, at: at)
        }
    }

    private mutating func readValue() throws(JSONFault) -> Expectation {
        switch byte {
        case UInt8(ascii: "{"):
            try openContainer(.object)
            return .memberOrEnd
        case UInt8(ascii: "["):
            try openContainer(.array)
            return .valueOrEnd
        case UInt8(ascii: "\""):
            try readString()
        case UInt8(ascii: "t"):
            try readWord("true", .true)
        case UInt8(ascii: "f"):
            try readWord("false", .false)
        case UInt8(ascii: "n"):
            try readWord("null", .null)
        case UInt8(ascii: "N") where grammar.takesNonFiniteNumbers:
            try readWord("NaN", .float)
        case UInt8(ascii: "I") where grammar.takesNonFiniteNumbers:
            try readWord("Infinity", .float)
        case UInt8(ascii: "-") where grammar.takesNonFiniteNumbers && at + 1 < text.count && text[at + 1] == 0x49:
            try readWord("-Infinity", .float)
        default:
            try readNumber()
        }
        return .commaOrEnd
    }

    private var byte: UInt8? { at < text.count ? text[at] : nil }

    private mutating func skipWhiteSpace() {
        while at < text.count {
            switch text[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private mutating func openContainer(_ kind: JSON.Kind) throws(JSONFault) {
        guard open.count < grammar.depthMax else { throw JSONFault(.tooDeep, at: at) }
        open.append(nodes.count)
        isInObject = kind == .object
        nodes.append(JSONNode(kind: kind, start: UInt32(truncatingIfNeeded: at), end: 0, next: 0))
        at += 1
    }

    private mutating func close() -> Expectation {
        let index = open.removeLast()
        if let outer = open.last { isInObject = nodes[outer].kind == .object }
        at += 1
        nodes[index].end = UInt32(truncatingIfNeeded: at)
        nodes[index].next = UInt32(truncatingIfNeeded: nodes.count)
        return .commaOrEnd
    }

    private mutating func append(_ kind: JSON.Kind, from start: Int, isEscaped: Bool = false) {
        nodes.append(
            JSONNode(
                kind: kind, isEscaped: isEscaped, start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: at), next: UInt32(truncatingIfNeeded: nodes.count + 1)))
    }

    private mutating func readWord(_ word: StaticString, _ kind: JSON.Kind) throws(JSONFault) {
        let end = at + word.utf8CodeUnitCount
        guard end <= text.count, ASCII.equal(text[at..<end], word) else {
            throw JSONFault(.expectedValue, at: at)
        }
        let start = at
        at = end
        append(kind, from: start)
    }

    /// The longest match of `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` (RFC 8259 §6). What is left over, as in
    /// `012`, is then not the comma or bracket that has to follow.
    private mutating func readNumber() throws(JSONFault) {
        let start = at
        var cursor = at
        if cursor < text.count, text[cursor] == UInt8(ascii: "-") { cursor += 1 }
        let digits = cursor
        guard cursor < text.count, ASCII.isDigit(text[cursor]) else { throw JSONFault(.expectedValue, at: start) }
        if text[cursor] == UInt8(ascii: "0") {
            cursor += 1
        } else {
            cursor = afterDigits(cursor)
        }
        let integerEnd = cursor
        if cursor + 1 < text.count, text[cursor] == UInt8(ascii: "."), ASCII.isDigit(text[cursor + 1]) {
            cursor = afterDigits(cursor + 1)
        }
        if cursor < text.count, text[cursor] | 0x20 == UInt8(ascii: "e") {
            var exponent = cursor + 1
            if exponent < text.count, text[exponent] == UInt8(ascii: "+") || text[exponent] == UInt8(ascii: "-") {
                exponent += 1
            }
            if exponent < text.count, ASCII.isDigit(text[exponent]) { cursor = afterDigits(exponent) }
        }
        let isInteger = cursor == integerEnd
        if isInteger, integerEnd - digits > grammar.integerDigitsMax {
            throw JSONFault(.integerTooLong, at: start)
        }
        at = cursor
        append(isInteger ? .integer : .float, from: start)
    }

    private func afterDigits(_ start: Int) -> Int {
        var cursor = start
        while cursor < text.count, ASCII.isDigit(text[cursor]) { cursor += 1 }
        return cursor
    }

    private mutating func readString() throws(JSONFault) {
        let start = at
        var cursor = JSONString.firstSpecial(in: text.span, from: at + 1)
        var isEscaped = false
        while cursor < text.count {
            switch text[cursor] {
            case UInt8(ascii: "\""):
                at = cursor + 1
                append(.string, from: start, isEscaped: isEscaped)
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                cursor = JSONString.firstSpecial(in: text.span, from: try afterEscape(cursor, stringStart: start))
            default:
                throw JSONFault(.controlCharacter, at: cursor)
            }
        }
        throw JSONFault(.unterminatedString, at: start)
    }

    private func afterEscape(_ backslash: Int, stringStart: Int) throws(JSONFault) -> Int {
        guard backslash + 1 < text.count else { throw JSONFault(.unterminatedString, at: stringStart) }
        switch text[backslash + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return backslash + 2
        case UInt8(ascii: "u"):
            break
        default:
            throw JSONFault(.badEscape, at: backslash)
        }
        // Python wants one more character behind the four digits before it looks at them.
        guard backslash + 6 < text.count, let unit = JSONString.unit(at: backslash + 2, in: text[...]) else {
            throw JSONFault(.badUnicodeEscape, at: backslash + 1)
        }
        if grammar.keepsLoneSurrogates || !(0xD800...0xDFFF).contains(unit) { return backslash + 6 }
        // RFC 8259 §8.2: a lone surrogate names no character, and could not be written back as UTF-8.
        guard unit < 0xDC00, text[backslash + 6] == UInt8(ascii: "\\"), backslash + 7 < text.count,
            text[backslash + 7] == UInt8(ascii: "u"),
            let low = JSONString.unit(at: backslash + 8, in: text[...]), (0xDC00...0xDFFF).contains(low)
        else { throw JSONFault(.loneSurrogate, at: backslash) }
        return backslash + 12
    }

    /// The way to the value that was being read: the last name of each open object, the next index of each open array.
    /// Where a comma is missing, it is the way to the value before it: of `012` and `1.` it is the rest that shows.
    private func path(to fault: JSONFault) -> [PathStep] {
        var steps: [PathStep] = []
        for index in open {
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
                steps.append(.member(name(at: last)))
            } else if fault.reason == .expectedCommaOrBrace, count > 0 {
                steps.append(.member(name(at: beforeLast(of: index, count))))
            }
        }
        return steps
    }

    private func beforeLast(of container: Int, _ count: Int) -> Int {
        var child = container + 1
        for _ in 0..<count - 2 { child = Int(nodes[child].next) }
        return child
    }

    private func name(at index: Int) -> String {
        let node = nodes[index]
        guard node.kind == .string, node.end > node.start + 1 else { return "" }
        let inside = text[Int(node.start) + 1..<Int(node.end) - 1]
        return JSONString.text(node.isEscaped ? JSONString.unescape(inside)[...] : inside)
    }
}
