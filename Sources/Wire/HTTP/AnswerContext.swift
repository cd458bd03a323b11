/// What an answer must know of the request it answers.
package struct AnswerContext: Sendable, Equatable {
    /// An answer to HEAD has no content (RFC 9112 §6.3).
    package var method: HTTPMethod
    /// Minor version of the request: an HTTP/1.0 client must be told that the connection persists.
    package var version: Int
    /// Whether the connection goes on after this answer.
    package var persists: Bool

    /// The context of a plain HTTP/1.1 GET, but for what is said otherwise.
    package init(method: HTTPMethod = .get, version: Int = 1, persists: Bool = true) {
        self.method = method
        self.version = version
        self.persists = persists
    }
}
