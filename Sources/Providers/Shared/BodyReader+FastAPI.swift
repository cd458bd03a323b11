import Checkout
import Wire

/// Reads that only services built with FastAPI need.
extension BodyReader {
    /// A reader for a FastAPI service. Nothing is read yet: FastAPI reports the path before the body.
    static func fastAPI(_ document: JSONDocument?) -> BodyReader {
        BodyReader(document ?? JSONDocument([], grammar: .python), .fastAPI)
    }

    /// Checks that a segment of the path is a certain word.
    mutating func pathParameter(_ name: StaticString, _ segment: [UInt8]?, is word: StaticString) {
        let segment = segment ?? []
        if ASCII.equal(segment[...], word) { return }
        let input = FastAPI.document(text: segment[...]).root
        let path = [PathStep.member("path"), .member("\(name)")]
        record(Issue(.choice(["\(word)"]), at: path, input: input, offset: 0))
    }

    /// The body, which must be an object.
    mutating func model() -> Object? {
        // FastAPI before 0.151.0 treats `null` as a missing body.
        guard let root, !json(root).isNull else {
            record(Issue(.missing, at: [.member("body")], input: nil, offset: 0))
            return nil
        }
        return object(root)
    }

    /// The text of a `dict`; nil and an issue if the value has another type. For a nested model, use ``object(_:_:)``.
    mutating func dictionary(_ value: Value?) -> JSONText? {
        let object = object(value, PydanticRule.dictType.rule)
        return text(of: object)
    }

    /// The characters of a `str`. pydantic accepts lone surrogates; the reader records an issue for them, because an
    /// answer in UTF-8 cannot express them.
    @discardableResult
    mutating func expressible(_ value: Value?) -> ArraySlice<UInt8>? {
        guard let value, let characters = characters(value) else { return nil }
        if !document.isStandard, json(value).hasLoneSurrogate {
            record(PydanticRule.stringUnicode.rule, inexpressible: value)
        }
        return characters
    }
}
