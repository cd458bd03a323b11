package import Wire

/// The body of a create call, which is JSON. A stored body is kept only as text, because most callers need no more, and
/// nodes take many times as much memory.
package enum SentFields: Sendable {
    /// The body has just arrived and was read completely.
    case read(JSONDocument)
    /// The body was stored after the provider's own grammar accepted it.
    case kept([UInt8])

    /// The text, in UTF-8.
    package var text: [UInt8] {
        switch self {
        case .read(let document): document.text
        case .kept(let text): text
        }
    }

    /// For a caller that looks up members: only the members that it asks for are read from a stored text.
    package var outline: JSONDocument {
        switch self {
        case .read(let document): document
        case .kept(let text): JSONDocument(outlineOf: text)
        }
    }

    /// For a caller that reads all ``JSONDocument/nodes``. A stored text is parsed each time, by the grammar that
    /// accepts most.
    package var document: JSONDocument {
        switch self {
        case .read(let document): document
        case .kept(let text): JSONDocument(text, grammar: .python)
        }
    }
}
