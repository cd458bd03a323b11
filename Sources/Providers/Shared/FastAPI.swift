import Checkout
import Wire

/// What all services built with FastAPI do before they read their own fields.
///
/// The services run different versions of FastAPI. Clients can see two changes between these versions; the two members
/// of this type stand for them.
struct FastAPI: Sendable {
    /// Whether a body without a media type is read as JSON (FastAPI before 0.132.0) or as text (since 0.132.0).
    let readsUntypedBodyAsJSON: Bool
    /// Whether white space around the token after `Bearer` is removed (FastAPI since 0.128.1) or belongs to the token.
    let stripsToken: Bool

    /// FastAPI reads and parses the body before any dependency runs, and authentication is a dependency. So broken JSON is
    /// reported even to unknown callers.
    static let checks: [Check] = [.route, .body, .caller, .access]

    /// The token of `Authorization: Bearer …`. FastAPI's `HTTPBearer` splits the value at the first space.
    func credential(in head: RequestHead) throws(Failure) -> Credential {
        guard let value = head.value(of: "authorization"),
            let space = value.firstIndex(of: UInt8(ascii: " ")),
            ASCII.equalIgnoringCase(value[..<space], "bearer")
        else { throw .unauthenticated(.missing) }
        var token = value[(space + 1)...]
        if stripsToken { token = FastAPI.stripped(token) }
        guard !token.isEmpty else { throw .unauthenticated(.missing) }
        return Credential(secret: token)
    }

    /// The body as the validation sees it; nil for an empty body. A body whose media type is not JSON is one string.
    func document(of request: Request) throws(Failure) -> JSONDocument? {
        guard !request.body.isEmpty else { return nil }
        guard isJSON(request.head.value(of: "content-type") ?? []) else {
            return FastAPI.document(text: request.body[...])
        }
        guard let text = PythonText.decode(request.body) else {
            throw .malformedBody(JSONDocument(notText: request.body, at: 0))
        }
        let document = JSONDocument(text, grammar: .python)
        guard document.fault == nil else { throw .malformedBody(document) }
        return document
    }

    /// Whether a body with this `Content-Type` is parsed: `application/json` and `application/…+json`, with any
    /// parameters.
    func isJSON(_ contentType: ArraySlice<UInt8>) -> Bool {
        guard !contentType.isEmpty else { return readsUntypedBodyAsJSON }
        let mediaType = FastAPI.stripped(contentType.prefix { $0 != UInt8(ascii: ";") })
        guard let slash = mediaType.firstIndex(of: UInt8(ascii: "/")),
            ASCII.equalIgnoringCase(mediaType[..<slash], "application")
        else { return false }
        let subtype = mediaType[(slash + 1)...]
        // Python's `email` package reads a type with a second slash as `text/plain`.
        return !subtype.contains(UInt8(ascii: "/"))
            && (ASCII.equalIgnoringCase(subtype, "json") || ASCII.equalIgnoringCase(subtype.suffix(5), "+json"))
    }

    /// A document that is one string. U+FFFD replaces every sequence that is not UTF-8.
    static func document(text: ArraySlice<UInt8>) -> JSONDocument {
        var json = JSONWriter(capacity: text.count + 2)
        json.string(String(decoding: text, as: UTF8.self))
        return JSONDocument(json.finish(), grammar: .python)
    }

    private static func stripped(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = text.lastIndex { !isLatin1WhiteSpace($0) }.map { $0 + 1 } ?? text.startIndex
        return text[..<end].drop(while: isLatin1WhiteSpace)
    }

    /// The bytes that Python's `str.strip` removes from a header field, which Python decodes as Latin-1.
    private static func isLatin1WhiteSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0: true
        default: false
        }
    }
}
