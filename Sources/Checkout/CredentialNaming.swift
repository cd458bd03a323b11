/// The part of a provider's credentials that names one and is no secret itself: an app's id, a key's own id.
package struct CredentialNaming: Sendable {
    /// What it is, in the words of a sentence: "the UUID of an app".
    package let form: String
    /// Whether the secret holds it. Elsewhere it stands beside the secret, and whoever makes a credential may choose it.
    package let isInSecret: Bool
    /// A text in the spelling that requests are held against; nil where it is no such part.
    package let canonical: @Sendable (String) -> String?

    package init(_ form: String, isInSecret: Bool, canonical: @escaping @Sendable (String) -> String?) {
        self.form = form
        self.isInSecret = isInSecret
        self.canonical = canonical
    }
}
