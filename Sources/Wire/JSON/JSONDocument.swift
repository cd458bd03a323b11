/// One parsed text: its bytes, unchanged, and a node for every value, in the order of the text.
///
/// The parser converts nothing. A document keeps order, duplicate names, the spelling of numbers and the location of
/// every value, because each provider reads the same document by other rules and quotes it in its errors.
package final class JSONDocument: Sendable {
    /// The text, in UTF-8. With ``JSONGrammar/keepsLoneSurrogates`` it may hold encoded surrogates.
    package let text: [UInt8]
    /// Why the text is not JSON; nil if it is. The values before the fault are still in the tree, because serde reports
    /// a wrong type that comes before a syntax error.
    package let fault: JSONFault?
    /// Every value and every name, in the order of the text. Code that reads whole documents iterates over the nodes,
    /// which saves a reference to the document for each value.
    package let nodes: [JSONNode]
    /// Whether ``nodes`` holds only the root and the values directly inside it.
    let isOutline: Bool
    /// Whether the text is known to be RFC 8259, so that it can be written into any JSON unchanged. False for an
    /// outline, because the whole text was not parsed.
    package let isStandard: Bool

    /// A node holds offsets in 32 bits. Bodies are bounded far below this. A longer text is refused, so that no offset
    /// overflows.
    private static let textBytesMax = Int(UInt32.max)

    /// Parses a text; the caller has checked that it is UTF-8.
    package init(_ text: [UInt8], grammar: JSONGrammar) {
        self.text = text
        isOutline = false
        guard text.count <= Self.textBytesMax else {
            fault = JSONFault(.notText, at: Self.textBytesMax)
            nodes = []
            isStandard = false
            return
        }
        var parser = JSONParser(grammar, textBytes: text.count)
        fault = parser.parse(text.span)
        nodes = parser.nodes.array()
        // The parser looks for surrogates only in escapes. This finds surrogates that are encoded as bytes.
        isStandard =
            fault == nil && parser.hasStandardTokens
            && (!grammar.keepsLoneSurrogates || JSONString.firstSurrogate(in: text.span) == nil)
    }

    /// Parses a text that some grammar of this program accepted, as RFC 8259: with the replacements of
    /// ``JSONText/init(replacingIn:)``. For any other text it is the document of null.
    ///
    /// Most texts are RFC 8259 already, and are parsed once.
    package static func standard(replacingIn text: [UInt8]) -> JSONDocument {
        let standard: JSONText
        if UTF8Validation.firstFault(in: text, allowingSurrogates: true) == nil {
            let document = JSONDocument(text, grammar: .lenient)
            if document.isStandard { return document }
            standard = document.fault == nil ? JSONText(replacingIn: document, 0, text.indices) : .null
        } else {
            standard = .null
        }
        return JSONDocument(standard.bytes, grammar: .unbounded)
    }

    /// Parses bytes that may not be UTF-8; then the fault is at the first byte that is not. A byte order mark is a
    /// fault too.
    package convenience init(utf8 bytes: [UInt8], grammar: JSONGrammar = .rfc8259) {
        if let offset = UTF8Validation.firstFault(in: bytes, allowingSurrogates: false) {
            self.init(notText: bytes, at: offset)
        } else {
            self.init(bytes, grammar: grammar)
        }
    }

    /// Reads only the root and the values directly inside it, of a text that a parser accepted before, with any
    /// grammar.
    ///
    /// A ``JSON`` reads deeper values when the caller asks for them: each time again, and one level at a time, so that
    /// other values cost no memory and little time. The offsets of a deeper value count from the start of its own text.
    /// ``nodes`` does not hold deeper values, so code that iterates over it needs a document that was parsed.
    package init(outlineOf text: [UInt8]) {
        self.text = text
        isStandard = false
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

    /// A document for bytes that are not text. It holds only the fault.
    package init(notText bytes: [UInt8], at offset: Int) {
        text = bytes
        isOutline = false
        isStandard = false
        fault = JSONFault(.notText, at: offset)
        nodes = []
    }

    /// The outermost value, as far as it was read; nil if no value was read.
    package var root: JSON? {
        nodes.isEmpty ? nil : JSON(self, 0)
    }

    /// The text of the value at an index of ``nodes``, unchanged; it goes to the end of the text if the value was never
    /// closed.
    package func source(of index: Int) -> ArraySlice<UInt8> {
        let node = nodes[index]
        return text[Int(node.start)..<(node.end == 0 ? text.count : Int(node.end))]
    }

    /// The characters of a string or a name without their escapes, in UTF-8; nil for any other value.
    package func characters(of index: Int) -> ArraySlice<UInt8>? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        return node.isEscaped ? node.unescaped(in: text)[...] : text[node.inside]
    }

    /// The index of the value of an object's last member with this name, and the number of members with this name. Nil
    /// if there is no such member, or if the value at `object` is not an object.
    package func lastMember(of object: Int, named wanted: StaticString) -> (value: Int, count: Int)? {
        wanted.withUTF8Buffer { lastMember(of: object, named: $0.span) }
    }

    /// As ``lastMember(of:named:)-(_,StaticString)``, for a name that is known only at run time.
    func lastMember(of object: Int, named wanted: Span<UInt8>) -> (value: Int, count: Int)? {
        let ownNodes = nodes
        let nodes = ownNodes.span
        guard nodes[object].kind == .object else { return nil }
        // An open object reaches to the last node that was read, which may be a name without a value.
        let end = nodes[object].next == 0 ? nodes.count : Int(nodes[object].next)
        var (value, count) = (0, 0)
        var name = object + 1
        while name + 1 < end {
            let node = nodes[name]
            // The length decides about most names: a name is as long as its characters and two quotes, unless it has
            // escapes.
            if Int(node.end &- node.start) == wanted.count + 2 || node.isEscaped, isString(node, wanted) {
                value = name + 1
                count += 1
            }
            let next = Int(nodes[name + 1].next)
            name = next == 0 ? end : next
        }
        return count == 0 ? nil : (value, count)
    }

    /// Whether the characters of a string are these bytes. The function compares them in place, because a slice would
    /// retain and release the text for every name.
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

/// The location of a value in the text. A member of an object is two nodes: its name, then its value.
package struct JSONNode: Sendable {
    package var kind: JSON.Kind
    /// Whether this is a string with a backslash in it.
    package var isEscaped = false
    /// The offset of the first byte.
    package var start: UInt32
    /// The offset after the last byte; 0 while the value is still open.
    package var end: UInt32
    /// The index of the node after this value and its contents; 0 while the value is still open.
    package var next: UInt32

    /// The range of a string's characters, between the quotes.
    package var inside: Range<Int> { Int(start) + 1..<Int(end) - 1 }

    /// The characters of a string, with each escape replaced by the character that it stands for.
    package func unescaped(in text: [UInt8]) -> [UInt8] {
        JSONString.unescape(text.span.extracting(inside))
    }
}
