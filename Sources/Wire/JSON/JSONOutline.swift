/// Reads the root of a text and the values directly inside it. It skips inner arrays and objects by their brackets, for
/// a small part of what it would cost to parse them.
///
/// It is for texts that a parser accepted before. For any other text the result may be incomplete or nil, and the code
/// never reads outside the text.
enum JSONOutline {
    /// The nodes of an array or object and of the values directly inside it; the `next` of each value is the index of
    /// the one after it. Nil if the text turns out not to be an array or object.
    static func nodes(of text: Span<UInt8>) -> [JSONNode]? {
        var at = firstByteOfValue(in: text, from: 0)
        guard at < text.count, let kind = containerKind(text[at]) else { return nil }
        let end = UInt8(ascii: kind == .object ? "}" : "]")
        var nodes = JSONNodes(capacity: 64)
        nodes.append(JSONNode(kind: kind, start: UInt32(truncatingIfNeeded: at), end: 0, next: 0))
        at = firstByteOfValue(in: text, from: at + 1)
        while at < text.count, text[at] != end {
            guard var value = value(in: text, from: at) else { return nil }
            // Before a member's name there are the node of the object and two nodes for each earlier member: an odd
            // number.
            let isName = kind == .object && nodes.count % 2 == 1
            guard value.kind == .string || !isName else { return nil }
            value.next = UInt32(truncatingIfNeeded: nodes.count + 1)
            nodes.append(value)
            at = firstByteOfValue(in: text, from: Int(value.end))
        }
        guard at < text.count, kind == .array || nodes.count % 2 == 1 else { return nil }
        nodes[0].end = UInt32(truncatingIfNeeded: at + 1)
        nodes[0].next = UInt32(truncatingIfNeeded: nodes.count)
        return nodes.array()
    }

    /// The offset of the first byte, from `start` on, that is not white space, a comma or a colon; the count if
    /// the text has no such byte.
    private static func firstByteOfValue(in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < text.count, isBetweenValues(text[at]) { at += 1 }
        return at
    }

    private static func isBetweenValues(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func containerKind(_ first: UInt8) -> JSON.Kind? {
        switch first {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        default: nil
        }
    }

    /// The node of the value that begins at `start`; its `next` is not set yet.
    private static func value(in text: Span<UInt8>, from start: Int) -> JSONNode? {
        if text[start] == UInt8(ascii: "\"") {
            return end(ofString: start, in: text).map { node(.string, start..<$0.end, isEscaped: $0.isEscaped) }
        }
        if let kind = containerKind(text[start]) {
            return end(ofContainer: start, in: text).map { node(kind, start..<$0) }
        }
        guard let kind = plainKind(text, start) else { return nil }
        var end = start + 1
        while end < text.count, !isBetweenValues(text[end]), text[end] != UInt8(ascii: "}"),
            text[end] != UInt8(ascii: "]")
        {
            end += 1
        }
        return node(kind, start..<end)
    }

    private static func node(_ kind: JSON.Kind, _ range: Range<Int>, isEscaped: Bool = false) -> JSONNode {
        JSONNode(
            kind: kind, isEscaped: isEscaped, start: UInt32(truncatingIfNeeded: range.lowerBound),
            end: UInt32(truncatingIfNeeded: range.upperBound), next: 0)
    }

    /// The kind of a number or a word such as `true`; nil if neither begins at `start`.
    private static func plainKind(_ text: Span<UInt8>, _ start: Int) -> JSON.Kind? {
        switch text[start] {
        case UInt8(ascii: "t"): .true
        case UInt8(ascii: "f"): .false
        case UInt8(ascii: "n"): .null
        // NaN and the infinities are floats, as in the parser.
        case UInt8(ascii: "N"), UInt8(ascii: "I"): .float
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            JSONNumber.extent(in: text, from: start)?.integerDigits == nil ? .float : .integer
        default: nil
        }
    }

    /// The offset after the bracket that closes the one at `start`.
    private static func end(ofContainer start: Int, in text: Span<UInt8>) -> Int? {
        var depth = 0
        var at = start
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                at += 1
                if depth == 0 { return at }
            default:
                // Brackets within a string do not count.
                guard let string = end(ofString: at, in: text) else { return nil }
                at = string.end
            }
            at = firstBracketOrQuote(in: text, from: at)
        }
        return nil
    }

    /// The offset of the first bracket or quote, from `start` on; the count if the text has no such byte.
    private static func firstBracketOrQuote(in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while text.count - at >= 8 {
            let eight = EightBytes(text, at: at)
            let brackets =
                eight.marks(of: UInt8(ascii: "{")) | eight.marks(of: UInt8(ascii: "}"))
                | eight.marks(of: UInt8(ascii: "[")) | eight.marks(of: UInt8(ascii: "]"))
            let marks = brackets | eight.marks(of: UInt8(ascii: "\""))
            if marks != 0 { return at + EightBytes.firstMarked(marks) }
            at += 8
        }
        while at < text.count, !isBracketOrQuote(text[at]) { at += 1 }
        return at
    }

    private static func isBracketOrQuote(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""): true
        default: false
        }
    }

    /// The offset after the quote that closes the one at `start`.
    private static func end(ofString start: Int, in text: Span<UInt8>) -> (end: Int, isEscaped: Bool)? {
        let special = JSONString.firstSpecial(in: text, from: start + 1)
        if special < text.count, text[special] == UInt8(ascii: "\"") { return (special + 1, false) }
        let end = try? JSONString.end(in: text, from: special, stringStart: start, true)
        return end.map { ($0.offset, true) }
    }
}
