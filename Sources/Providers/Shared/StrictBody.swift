import Checkout
import Wire

/// Reads a body as JavaScript services with a strict parser do: no content coding, one Content-Type that names JSON,
/// UTF-8.
enum StrictBody {
    /// Throws ``Failure/unsupportedEncoding``, ``Failure/unsupportedMediaType`` and ``Failure/malformedBody(_:)``.
    static func document(of request: Request) throws(Failure) -> JSONDocument {
        guard MediaType.isPlain(request.head) else { throw .unsupportedEncoding }
        guard let type = request.head.singleValue(of: "content-type"),
            MediaType.isJSON(type)
        else { throw .unsupportedMediaType }
        let document = JSONDocument(utf8: request.body)
        if document.fault != nil { throw .malformedBody(document) }
        return document
    }
}
