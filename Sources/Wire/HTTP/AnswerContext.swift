/// What an answer must know of the request it answers.
package struct AnswerContext: Sendable, Equatable {
    /// An answer to HEAD has no content (RFC 9112 §6.3).
    package var method: HTTPMethod
    /// Whether the connection goes on after this answer.
    package var persists: Bool

    /// The context of a plain GET, but for what is said otherwise.
    package init(method: HTTPMethod = .get, persists: Bool = true) {
        self.method = method
        self.persists = persists
    }
}
