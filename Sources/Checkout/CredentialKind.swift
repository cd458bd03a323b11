/// The kind of a credential decides which header field holds it and what it permits. A credential is valid only in the
/// field of its own kind.
package enum CredentialKind: Int64, Sendable, CaseIterable {
    /// An access token or a secret key, sent as a bearer token.
    case token = 0
    /// A key with a header field of its own. Other fields may say to whom it belongs and what it is used for.
    case apiKey = 1
    /// A key that may be public, such as one within a web page: it starts sessions, but does not read or change any.
    case publishable = 2

    /// The word for the kind in settings and options.
    package var word: String {
        switch self {
        case .token: "token"
        case .apiKey: "api_key"
        case .publishable: "publishable"
        }
    }

    /// The kind with this word; nil for an unknown word.
    package init?(word: String) {
        guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }
}

/// The part of a provider's credentials that identifies one and is not secret: an app's id, a key's own id.
package struct CredentialNaming: Sendable {
    /// A description of the part for use in a sentence: "the UUID of an app".
    package let form: String
    /// Whether the secret contains the part. Otherwise it is separate, and the creator of a credential may choose it.
    package let isInSecret: Bool
    /// The text in the spelling with which requests are compared; nil if it is not such a part.
    package let canonical: @Sendable (String) -> String?

    package init(_ form: String, isInSecret: Bool, canonical: @escaping @Sendable (String) -> String?) {
        self.form = form
        self.isInSecret = isInSecret
        self.canonical = canonical
    }
}
