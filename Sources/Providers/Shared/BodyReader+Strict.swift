import Checkout
import Wire

/// How strict JavaScript services (``BodyPolicy/strict``) begin to read a body.
extension BodyReader {
    /// A reader of a strict service's body. Throws ``Failure/malformedBody(_:)`` if there is no body.
    static func strict(_ document: JSONDocument?) throws(Failure) -> BodyReader {
        guard let document, !document.nodes.isEmpty else {
            throw .malformedBody(JSONDocument([], grammar: .rfc8259))
        }
        return BodyReader(document, .strict)
    }

    /// The body, which must be an object. Throws ``Failure/invalid(_:)`` at once if it is not.
    mutating func wholeObject() throws(Failure) -> Object {
        guard let object = object(root) else { throw .invalid(issues) }
        return object
    }
}
