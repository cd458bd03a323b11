/// One parsed text: the bytes as they came and a node for every value, in the order of the text.
///
/// Nothing is converted. Order, duplicate names, the spelling of numbers and the place of every value are kept, because
/// each provider reads the same document by other rules and words its refusals by what stood there.
package final class JSONDocument: Sendable {
    /// The text, in UTF-8. With ``JSONGrammar/keepsLoneSurrogates`` it may hold encoded surrogates.
    package let text: [UInt8]
    /// Why the text is not JSON. The values read before that place are still in the tree, because serde reports a wrong
    /// type that comes before a syntax error.
    package let fault: JSONFault?
    /// Every value and every name, in the order of the text. Readers that go over whole documents walk over these, which
    /// costs no reference to the document for each value.
    package let nodes: [JSONNode]
    /// Whether ``nodes`` are the outermost value and those directly inside of it alone.
    let isOutline: Bool

    /// A node holds places in 32 bits. Bodies are bounded far below this; a text beyond it is refused, never misread.
    private static let textBytesMax = Int(UInt32.max)

    /// Parses a text that is known to be UTF-8.
    package init(_ text: [UInt8], grammar: JSONGrammar) {
        self.text = text
        isOutline = false
        guard text.count <= Self.textBytesMax else {
            fault = JSONFault(.notText, at: Self.textBytesMax)
            nodes = []
            return
        }
        var parser = JSONParser(grammar, textBytes: text.count)
        fault = parser.parse(text.span)
        nodes = parser.nodes.array()
    }

    /// Parses bytes from outside: UTF-8 without a byte order mark, or a fault at the first byte that is not.
    package convenience init(utf8 bytes: [UInt8], grammar: JSONGrammar = .rfc8259) {
        if let offset = UTF8Validation.firstFault(in: bytes, allowingSurrogates: false) {
            self.init(notText: bytes, at: offset)
        } else {
            self.init(bytes, grammar: grammar)
        }
    }

    /// Reads of a text that was accepted before, by any grammar, the outermost value and what is directly inside of it.
    ///
    /// What is deeper is read when a ``JSON`` is asked for it, each time anew and again no more than one level, so that
    /// values that nobody looks into cost no memory and little time. Such a value's places are those in its own text. Who
    /// goes over ``nodes`` does not see what is deeper, and needs a document that was parsed.
    package init(outlineOf text: [UInt8]) {
        self.text = text
        if text.count <= Self.textBytesMax, let nodes = JSONOutline.nodes(of: text.span) {
            self.nodes = nodes
            fault = nil
            isOutline = true
        } else {
            let document = JSONDocument(text, grammar: .python)
            nodes = document.nodes
            fault = document.fault
            isOutline = false
        }
    }

    /// Bytes that are no text: a document that holds nothing but that fault.
    package init(notText bytes: [UInt8], at offset: Int) {
        text = bytes
        isOutline = false
        fault = JSONFault(.notText, at: offset)
        nodes = []
    }

    /// The outermost value, as far as it was read; nil where nothing was.
    package var root: JSON? {
        nodes.isEmpty ? nil : JSON(self, 0)
    }

    /// The value at a place in ``nodes`` as it was written; up to the text's end where it was never closed.
    package func source(of index: Int) -> ArraySlice<UInt8> {
        let node = nodes[index]
        return text[Int(node.start)..<(node.end == 0 ? text.count : Int(node.end))]
    }

    /// The characters of a string or a name without their escapes, in UTF-8; nil for anything else.
    package func characters(of index: Int) -> ArraySlice<UInt8>? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        return node.isEscaped ? node.unescaped(in: text)[...] : text[node.inside]
    }

    /// The place of the value of an object's last member by a name, and how many there are by it; nil where there is none
    /// or the place holds no object.
    package func lastMember(of object: Int, named wanted: StaticString) -> (value: Int, count: Int)? {
        wanted.withUTF8Buffer { lastMember(of: object, named: $0.span) }
    }

    /// As ``lastMember(of:named:)-(_,StaticString)``, by any name.
    func lastMember(of object: Int, named wanted: Span<UInt8>) -> (value: Int, count: Int)? {
        let nodes = nodes
        guard nodes[object].kind == .object else { return nil }
        // An open object reaches to the last node that was read, where a name may stand without its value.
        let end = nodes[object].next == 0 ? nodes.count : Int(nodes[object].next)
        var found: (value: Int, count: Int)?
        var name = object + 1
        while name + 1 < end {
            if isString(nodes[name], wanted) { found = (name + 1, (found?.count ?? 0) + 1) }
            let next = Int(nodes[name + 1].next)
            name = next == 0 ? end : next
        }
        return found
    }

    /// Whether the characters of a string are these bytes. In place, because a slice would keep the text alive and let
    /// go of it for every name that is looked at.
    func isString(_ node: JSONNode, _ wanted: Span<UInt8>) -> Bool {
        let text = text
        if node.isEscaped {
            let unescaped = node.unescaped(in: text)
            return ASCII.equal(unescaped.span, wanted)
        }
        let inside = node.inside
        guard inside.count == wanted.count else { return false }
        return ASCII.equal(text.span.extracting(inside), wanted)
    }
}

/// A value's place in the text. A member of an object is two nodes: its name, then its value.
package struct JSONNode: Sendable {
    package var kind: JSON.Kind
    /// A string with a backslash in it.
    package var isEscaped = false
    /// The first byte.
    package var start: UInt32
    /// After the last byte; 0 while the value is still open.
    package var end: UInt32
    /// The node after this value and all that is in it; 0 while the value is still open.
    package var next: UInt32

    /// Of a string, where its characters are, between the quotes.
    package var inside: Range<Int> { Int(start) + 1..<Int(end) - 1 }

    /// Of a string, its characters with each escape replaced by what it stands for.
    package func unescaped(in text: [UInt8]) -> [UInt8] {
        JSONString.unescape(text.span.extracting(inside))
    }
}
