/// Tells whether a text is RFC 8259, in one pass and without nodes.
///
/// It accepts the same texts as ``JSONParser`` with ``JSONGrammar/unbounded``, which a test compares, and takes no memory
/// unless more than 64 arrays and objects are open at one time.
enum JSONValidation {
    /// Whether the text is RFC 8259; the caller has checked that it is UTF-8.
    static func isRFC8259(_ text: Span<UInt8>) -> Bool {
        var at = 0
        var open = OpenContainers()
        while true {
            // Here a value must begin.
            switch JSONParser.nextByte(text, &at) {
            case UInt8(ascii: "{"):
                at += 1
                open.append(isObject: true)
                // The name of the first member, unless the object is empty.
                if JSONParser.nextByte(text, &at) != UInt8(ascii: "}") {
                    guard skipName(text, &at) else { return false }
                    continue
                }
            case UInt8(ascii: "["):
                at += 1
                open.append(isObject: false)
                if JSONParser.nextByte(text, &at) != UInt8(ascii: "]") { continue }
            case let first:
                guard skipPlain(first, text, &at) else { return false }
            }
            // A value has just ended, or an empty array or object is about to.
            switch skipToNextValue(text, &at, &open) {
            case .value: continue
            case .end: return true
            case .fault: return false
            }
        }
    }

    /// Whether another value follows a value, or the end of the text, or a byte that no value may have after it.
    private enum Next {
        case value, end, fault
    }

    /// Goes from the end of a value to the next value: closes arrays and objects, then skips a comma and a name.
    private static func skipToNextValue(
        _ text: Span<UInt8>, _ at: inout Int, _ open: inout OpenContainers
    ) -> Next {
        while open.count > 0 {
            let byte = JSONParser.nextByte(text, &at)
            at += 1
            if byte == UInt8(ascii: ",") {
                guard open.isInObject else { return .value }
                _ = JSONParser.nextByte(text, &at)
                return skipName(text, &at) ? .value : .fault
            }
            guard byte == (open.isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return .fault }
            open.removeLast()
        }
        _ = JSONParser.nextByte(text, &at)
        return at == text.count ? .end : .fault
    }

    /// Skips a member's name and its colon. Returns false if the text has anything else at `at`.
    private static func skipName(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        guard at < text.count, text[at] == UInt8(ascii: "\""), skipString(text, &at),
            JSONParser.nextByte(text, &at) == UInt8(ascii: ":")
        else { return false }
        at += 1
        return true
    }

    /// Skips a string, a number or a word such as `true`. Returns false if the text has anything else at `at`.
    private static func skipPlain(_ first: UInt8, _ text: Span<UInt8>, _ at: inout Int) -> Bool {
        switch first {
        case UInt8(ascii: "\""): return skipString(text, &at)
        case UInt8(ascii: "t"): return skipWord("true", text, &at)
        case UInt8(ascii: "f"): return skipWord("false", text, &at)
        case UInt8(ascii: "n"): return skipWord("null", text, &at)
        default:
            guard let number = JSONNumber.extent(in: text, from: at) else { return false }
            at = number.end
            return true
        }
    }

    private static func skipString(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        let special = JSONString.firstSpecial(in: text, from: at + 1)
        // Nearly all strings have no escape.
        if special < text.count, text[special] == UInt8(ascii: "\"") {
            at = special + 1
            return true
        }
        guard let end = try? JSONString.end(in: text, from: special, stringStart: at, false) else { return false }
        at = end.offset
        return true
    }

    private static func skipWord(_ word: StaticString, _ text: Span<UInt8>, _ at: inout Int) -> Bool {
        let end = at + word.utf8CodeUnitCount
        guard end <= text.count, word.withUTF8Buffer({ ASCII.equal(text.extracting(at..<end), $0.span) }) else {
            return false
        }
        at = end
        return true
    }

    /// Which of the arrays and objects that are open are objects: one bit for each.
    private struct OpenContainers {
        private(set) var count = 0
        /// The innermost containers, at most 64; the lowest bit is the innermost one.
        private var bits: UInt64 = 0
        /// The containers around these, 64 in each number.
        private var outer: [UInt64] = []

        var isInObject: Bool { bits & 1 == 1 }

        mutating func append(isObject: Bool) {
            if count > 0, count % 64 == 0 {
                outer.append(bits)
                bits = 0
            }
            bits = bits << 1 | (isObject ? 1 : 0)
            count += 1
        }

        mutating func removeLast() {
            count -= 1
            bits >>= 1
            if count > 0, count % 64 == 0 { bits = outer.removeLast() }
        }
    }
}
