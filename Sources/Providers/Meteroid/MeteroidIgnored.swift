import Wire

/// The values of members that the contract does not name. serde skips them without looking at their characters, so it
/// accepts lone surrogates and bytes that are not UTF-8 there. These are faults everywhere else, also in `metadata` and
/// in unions. A syntax error is a fault everywhere.
enum MeteroidIgnored {
    /// RFC 8259, except for the characters of strings.
    private static let grammar = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: true, depthMax: JSONGrammar.rfc8259.depthMax,
        integerDigitsMax: .max)

    /// A body in which such characters are replaced, each by the same number of bytes, so that all others keep their
    /// offsets. Call it only for faulty bodies, because it reads the whole body twice.
    static func replaced(in body: [UInt8], _ shape: MeteroidShape) -> [UInt8] {
        let document = JSONDocument(body, grammar: grammar)
        guard !document.nodes.isEmpty else { return body }
        var ignored: [Range<Int>] = []
        find(in: 0, shape, of: document, &ignored)
        var text = body
        for range in ignored {
            replaceSurrogates(in: range, of: &text)
            replaceBytes(in: range, of: &text)
        }
        return text
    }

    /// Adds the ranges of the ignored values inside a value. The recursion is as deep as the contract's records.
    private static func find(
        in value: Int, _ shape: MeteroidShape, of document: JSONDocument, _ found: inout [Range<Int>]
    ) {
        let node = document.nodes[value]
        var at = value + 1
        let end = next(after: value, in: document)
        switch shape {
        case .list(let list) where node.kind == .array:
            while at < end {
                list.withObject { find(in: at, $0.item, of: document, &found) }
                at = next(after: at, in: document)
            }
        case .record(let record) where node.kind == .object:
            // The text broke off after a name without a value.
            while at + 1 < end {
                let member = at + 1
                let index = record.withObject { record in
                    document.nodes[at].characters(in: document.text) { record.names.index(of: $0) } ?? nil
                }
                if let index {
                    record.withObject { find(in: member, $0.shapes[index], of: document, &found) }
                } else {
                    let source = document.source(of: member)
                    found.append(source.startIndex..<source.endIndex)
                }
                at = next(after: member, in: document)
            }
        default:
            break
        }
    }

    private static func next(after value: Int, in document: JSONDocument) -> Int {
        let next = Int(document.nodes[value].next)
        return next == 0 ? document.nodes.count : next
    }

    /// Writes U+FFFD for each escape that names a lone surrogate.
    private static func replaceSurrogates(in range: Range<Int>, of text: inout [UInt8]) {
        var at = range.lowerBound
        while at < range.upperBound {
            guard text[at] == UInt8(ascii: "\\") else {
                at += 1
                continue
            }
            guard let unit = unit(ofEscapeAt: at, before: range.upperBound, in: text) else {
                at += 2
                continue
            }
            let next = self.unit(ofEscapeAt: at + 6, before: range.upperBound, in: text)
            if 0xD800...0xDBFF ~= unit, let next, 0xDC00...0xDFFF ~= next {
                at += 12
            } else {
                if 0xD800...0xDFFF ~= unit { replaceUnit(ofEscapeAt: at, in: &text) }
                at += 6
            }
        }
    }

    private static func replaceUnit(ofEscapeAt start: Int, in text: inout [UInt8]) {
        for (digit, offset) in zip("fffd".utf8, 2...) { text[start + offset] = digit }
    }

    /// The number that `\u` and four hex digits name; nil if no such escape begins here.
    private static func unit(ofEscapeAt start: Int, before end: Int, in text: [UInt8]) -> UInt32? {
        guard start + 6 <= end, text[start] == UInt8(ascii: "\\"), text[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt32 = 0
        for byte in text[start + 2..<start + 6] {
            guard let digit = ASCII.hexDigit(byte) else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// Writes a question mark for each byte beyond ASCII, if the range is not UTF-8.
    private static func replaceBytes(in range: Range<Int>, of text: inout [UInt8]) {
        guard UTF8Validation.firstFault(in: Array(text[range]), allowingSurrogates: false) != nil else { return }
        for index in range where text[index] >= 0x80 { text[index] = UInt8(ascii: "?") }
    }
}
