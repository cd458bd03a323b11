/// One JSON value as a text that every JSON reader accepts: RFC 8259 in UTF-8.
///
/// It never holds values that only some readers accept: `NaN`, an infinity, or a lone surrogate. So it can be written
/// into any answer unchanged. Depth and length are not limited here.
package struct JSONText: Sendable, Hashable {
    /// The text.
    package let bytes: [UInt8]

    fileprivate init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value that a writer has written.
    package init(_ writer: consuming JSONWriter) {
        bytes = writer.finish()
    }

    /// An object; `body` writes its members.
    package init(object body: (inout JSONWriter) -> Void) {
        bytes = JSONWriter.object(body)
    }

    /// The text itself, if it is RFC 8259; nil otherwise.
    package init?(parsing bytes: [UInt8]) {
        guard UTF8Validation.firstFault(in: bytes, allowingSurrogates: false) == nil else { return nil }
        var parser = JSONParser(.unbounded, textBytes: bytes.count)
        guard parser.parse(bytes.span) == nil else { return nil }
        self.bytes = bytes
    }

    /// The text of a document. It is not parsed again if it is known to be RFC 8259. Nil if the document has a fault.
    ///
    /// Values that the document's grammar accepts and RFC 8259 does not are replaced: `NaN` and infinities by null,
    /// lone surrogates by U+FFFD.
    package init?(_ document: JSONDocument) {
        self.init(document, 0)
    }

    /// As ``init(_:)-(JSONDocument)``, for the text of the value at an index of ``JSONDocument/nodes``.
    package init?(_ document: JSONDocument, _ index: Int) {
        guard document.fault == nil, document.nodes.indices.contains(index) else { return nil }
        if index == 0, let text = document.standardText {
            self = text
        } else if document.isStandard {
            self.init(unchecked: Array(document.source(of: index)))
        } else {
            self.init(replacingIn: Array(document.source(of: index)))
        }
    }

    /// A text that any grammar of this program accepts, with the same replacements; nil for any other text.
    package init?(replacingIn bytes: [UInt8]) {
        if let text = JSONText(parsing: bytes) {
            self = text
            return
        }
        guard UTF8Validation.firstFault(in: bytes, allowingSurrogates: true) == nil else { return nil }
        let document = JSONDocument(bytes, grammar: .lenient)
        guard document.fault == nil else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var copied = 0
        for index in document.nodes.indices {
            guard let replacement = Self.replacement(of: JSON(document, index)) else { continue }
            let node = document.nodes[index]
            out += bytes[copied..<Int(node.start)]
            out += replacement
            copied = Int(node.end)
        }
        out += bytes[copied...]
        self.init(unchecked: out)
    }

    /// The text of null.
    package static let null = JSONText(unchecked: Array("null".utf8))

    /// The RFC 8259 text that replaces a value; nil if RFC 8259 allows the value.
    private static func replacement(of value: JSON) -> [UInt8]? {
        switch value.kind {
        case .float where value.source.contains(UInt8(ascii: "N")) || value.source.contains(UInt8(ascii: "I")):
            return null.bytes
        case .string where value.hasLoneSurrogate:
            var writer = JSONWriter(capacity: value.source.count)
            writer.string(utf8: value.wellFormedBytes ?? [])
            return writer.finish()
        default:
            return nil
        }
    }
}

extension JSONDocument {
    /// The whole text, if it is known to be RFC 8259; nil otherwise.
    package var standardText: JSONText? { isStandard ? JSONText(unchecked: text) : nil }
}
