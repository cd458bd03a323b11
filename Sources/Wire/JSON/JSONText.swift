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
    ///
    /// The whole text is checked, also a text from the store, so that a damaged row is never written into an answer.
    /// The check makes no nodes.
    package init?(parsing bytes: [UInt8]) {
        guard UTF8Validation.firstFault(in: bytes, allowingSurrogates: false) == nil,
            JSONValidation.isRFC8259(bytes.span)
        else { return nil }
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
        } else if document.isOutline {
            self.init(replacingIn: Array(document.source(of: index)))
        } else {
            self.init(replacingIn: document, index, document.source(of: index).indices)
        }
    }

    /// A text that any grammar of this program accepts, with the same replacements; nil for any other text.
    ///
    /// Only a text that is not RFC 8259 is parsed into nodes.
    package init?(replacingIn bytes: [UInt8]) {
        if let text = JSONText(parsing: bytes) {
            self = text
            return
        }
        guard UTF8Validation.firstFault(in: bytes, allowingSurrogates: true) == nil else { return nil }
        let document = JSONDocument(bytes, grammar: .lenient)
        guard document.fault == nil else { return nil }
        self.init(replacingIn: document, 0, bytes.indices)
    }

    /// The text of a value with the replacements, for a document that has nodes for everything in the value.
    ///
    /// - Parameter range: where the text begins and ends; it may include white space around the value.
    init(replacingIn document: JSONDocument, _ index: Int, _ range: Range<Int>) {
        var out: [UInt8] = []
        out.reserveCapacity(range.count)
        var copied = range.lowerBound
        for inner in index..<Int(document.nodes[index].next) {
            guard let replacement = Self.replacement(of: JSON(document, inner)) else { continue }
            let node = document.nodes[inner]
            out += document.text[copied..<Int(node.start)]
            out += replacement
            copied = Int(node.end)
        }
        out += document.text[copied..<range.upperBound]
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
