/// What a credential is, which decides where a request shows it and what it may be used for. A credential is good in the
/// place of its own kind alone.
package enum CredentialKind: Int64, Sendable, CaseIterable {
    /// An access token or a secret key: a bearer token.
    case token = 0
    /// A key that has a header field of its own, beside the fields that say whose it is and what it is used for.
    case apiKey = 1
    /// A key that anybody may know, such as one within a web page: it starts sessions, and neither reads nor changes any.
    case publishable = 2

    /// As settings and options name it.
    package var word: String {
        switch self {
        case .token: "token"
        case .apiKey: "api_key"
        case .publishable: "publishable"
        }
    }

    /// The kind of a word; nil where no kind has it.
    package init?(word: String) {
        guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }
}
