/// The facts about a request that the encoder of its answer needs.
package struct AnswerContext: Sendable, Equatable {
    /// An answer to HEAD has no content (RFC 9112 §6.3).
    package var method: HTTPMethod
    /// Whether the connection stays open after this answer.
    package var persists: Bool

    /// The context of a plain GET, except for what the arguments say.
    package init(method: HTTPMethod = .get, persists: Bool = true) {
        self.method = method
        self.persists = persists
    }

    /// The context of the answer to a request with this head.
    init(to head: borrowing RequestHead) {
        self.init(method: head.method, persists: head.persists)
    }
}
