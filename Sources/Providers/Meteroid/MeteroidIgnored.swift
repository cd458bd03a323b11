import Wire

/// What a body has in members that the contract does not name. serde passes over them without looking at their
/// characters, so that half of a surrogate pair and bytes that are no UTF-8 are no fault there. Everywhere else they are,
/// as in `metadata` and in unions, and a fault of syntax is one anywhere.
enum MeteroidIgnored {
    /// As RFC 8259, but for the characters of strings.
    private static let grammar = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: true, depthMax: JSONGrammar.rfc8259.depthMax,
        integerDigitsMax: .max)

    /// A body with such characters replaced, each by as many bytes, so that all others stand where they stood. It is for
    /// bodies that are faulty, since it reads all of one twice.
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

    /// Adds the places of the ignored values inside of a value. Records hold each other as deep as the contract says.
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
            // A name without a value is where the text broke off.
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

    /// Writes U+FFFD where an escape names half of a pair.
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

    private static func replaceUnit(ofEscapeAt place: Int, in text: inout [UInt8]) {
        for (digit, offset) in zip("fffd".utf8, 2...) { text[place + offset] = digit }
    }

    /// The number that `\u` and four hex digits name; nil where another escape or none begins.
    private static func unit(ofEscapeAt place: Int, before end: Int, in text: [UInt8]) -> UInt32? {
        guard place + 6 <= end, text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt32 = 0
        for byte in text[place + 2..<place + 6] {
            guard let digit = ASCII.hexDigit(byte) else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// Writes question marks for all that is beyond ASCII where not all of it is UTF-8.
    private static func replaceBytes(in range: Range<Int>, of text: inout [UInt8]) {
        guard UTF8Validation.firstFault(in: Array(text[range]), allowingSurrogates: false) != nil else { return }
        for place in range where text[place] >= 0x80 { text[place] = UInt8(ascii: "?") }
    }
}
