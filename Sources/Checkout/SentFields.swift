package import Wire

/// The body of a create call, which is JSON. Of one that was kept only the text is there, since few want to know more,
/// and nodes take many times as much memory.
package enum SentFields: Sendable {
    /// It has just come and was read as a whole.
    case read(JSONDocument)
    /// It was accepted once, by the provider's own grammar.
    case kept([UInt8])

    /// The text, in UTF-8.
    package var text: [UInt8] {
        switch self {
        case .read(let document): document.text
        case .kept(let text): text
        }
    }

    /// For whoever looks members up: of a kept text no more is read than what is asked for.
    package var outline: JSONDocument {
        switch self {
        case .read(let document): document
        case .kept(let text): JSONDocument(outlineOf: text)
        }
    }

    /// For whoever goes over all of ``JSONDocument/nodes``. A kept text is parsed each time, by the grammar that takes most.
    package var document: JSONDocument {
        switch self {
        case .read(let document): document
        case .kept(let text): JSONDocument(text, grammar: .python)
        }
    }
}
