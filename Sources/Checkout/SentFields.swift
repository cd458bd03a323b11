package import Wire

/// The body of a create call. It is always RFC 8259 text, even if the provider's own grammar accepts more. A stored
/// body is held as text only, because most callers need no nodes, and nodes take many times as much memory.
package struct SentFields: Sendable {
    private enum Storage: Sendable {
        /// The body has just arrived and is RFC 8259 throughout.
        case read(JSONDocument)
        /// The body has just arrived, and the values in it that RFC 8259 does not allow were replaced.
        case replaced(JSONText)
        /// The body was stored. Earlier versions stored texts that only Python's grammar accepts, so the text is
        /// checked when a caller reads all of it.
        case stored([UInt8])
    }

    private let storage: Storage

    /// A body that a provider has read. Values that RFC 8259 does not allow are replaced, as in
    /// ``JSONText/init(_:)-(JSONDocument)``.
    package init(_ document: JSONDocument) {
        storage = document.isStandard ? .read(document) : .replaced(JSONText(document) ?? .null)
    }

    /// A body from a store.
    package init(stored text: [UInt8]) {
        storage = .stored(text)
    }

    /// The whole text. A stored text is checked each time, but parsed only if it is not RFC 8259. A text that no grammar
    /// accepts, because the row is damaged, is null.
    package var text: JSONText {
        switch storage {
        case .read(let document): document.standardText ?? .null
        case .replaced(let text): text
        case .stored(let text): JSONText(replacingIn: text) ?? .null
        }
    }

    /// The number of bytes that it holds.
    package var byteCount: Int {
        switch storage {
        case .read(let document): document.text.count
        case .replaced(let text): text.bytes.count
        case .stored(let text): text.count
        }
    }

    /// For a caller that looks up members: only the members that it asks for are read from a stored text.
    package var outline: JSONDocument {
        switch storage {
        case .read(let document): document
        case .replaced(let text): JSONDocument(outlineOf: text.bytes)
        case .stored(let text): JSONDocument(outlineOf: text)
        }
    }

    /// For a caller that reads all ``JSONDocument/nodes``. A stored text is parsed each time, with the replacements of
    /// ``text``.
    package var document: JSONDocument {
        switch storage {
        case .read(let document): document
        case .replaced(let text): JSONDocument(text.bytes, grammar: .unbounded)
        case .stored(let text): JSONDocument.standard(replacingIn: text)
        }
    }
}
