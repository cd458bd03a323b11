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
