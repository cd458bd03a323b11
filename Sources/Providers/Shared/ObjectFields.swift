import Checkout
import Wire

/// How strict JavaScript services (``BodyPolicy/strict``) begin to read a body.
extension BodyReader {
    /// A reader of a strict service's body, and the object. Throws ``Failure/invalid(_:)`` if the body is not an object,
    /// and ``Failure/malformedBody(_:)`` if there is no body.
    static func strict(_ document: JSONDocument?) throws(Failure) -> (reader: BodyReader, object: Object) {
        guard let document, !document.nodes.isEmpty else {
            throw .malformedBody(JSONDocument([], grammar: .rfc8259))
        }
        var reader = BodyReader(document, .strict)
        guard let object = reader.object(reader.root) else { throw .invalid(reader.issues) }
        return (reader, object)
    }
}
