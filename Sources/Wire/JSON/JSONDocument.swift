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
    let nodes: [JSONNode]

    /// Parses a text that is known to be UTF-8.
    package init(_ text: [UInt8], grammar: JSONGrammar) {
        self.text = text
        var parser = JSONParser(text, grammar)
        fault = parser.parse()
        nodes = parser.nodes
    }

    /// Parses bytes from outside: UTF-8 without a byte order mark, or a fault at the first byte that is not.
    package convenience init(utf8 bytes: [UInt8], grammar: JSONGrammar = .rfc8259) {
        if let offset = UTF8Validation.firstFault(in: bytes, allowingSurrogates: false) {
            self.init(notText: bytes, at: offset)
        } else {
            self.init(bytes, grammar: grammar)
        }
    }

    /// Bytes that are no text: a document that holds nothing but that fault.
    package init(notText bytes: [UInt8], at offset: Int) {
        text = bytes
        fault = JSONFault(.notText, at: offset)
        nodes = []
    }

    /// The outermost value, as far as it was read; nil where nothing was.
    package var root: JSON? {
        nodes.isEmpty ? nil : JSON(self, 0)
    }
}

/// A value's place in the text. A member of an object is two nodes: its name, then its value.
struct JSONNode: Sendable {
    var kind: JSON.Kind
    /// A string with a backslash in it.
    var isEscaped = false
    var start: UInt32
    /// After the last byte; 0 while the value is still open.
    var end: UInt32
    /// The node after this value and all that is in it; 0 while the value is still open.
    var next: UInt32
}
