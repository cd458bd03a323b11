/// The method of a request, RFC 9110 §9. Any other well-formed token is `other`. Methods are case-sensitive, so `get`
/// is `other`.
package enum HTTPMethod: Sendable, Hashable, CaseIterable {
    case get, head, post, put, patch, delete, options, trace, connect, other

    /// Recognizes a token; the caller has checked that it holds `tchar` only.
    init(token: Span<UInt8>) {
        self = .other
        for method in HTTPMethod.allCases where method != .other && ASCII.equal(token, method.name) {
            self = method
            return
        }
    }

    /// The method as a request line spells it; empty for `other`.
    package var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other: ""
        }
    }
}
