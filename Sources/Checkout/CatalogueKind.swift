/// A kind of thing that a provider's sessions refer to, and that the catalogue may therefore have entries of.
package struct CatalogueKind: Sendable {
    /// The kind as the items of this provider's sessions have it: `plan`.
    package let word: String
    /// The provider's name, a dot and the word, as settings and catalogue spell it: `duro.plan`.
    package let name: String
    /// Whether no request names one of it, so that one of its entries has to be the default.
    package let needsDefault: Bool

    package init(_ provider: ProviderName, _ word: String, needsDefault: Bool = false) {
        self.word = word
        name = "\(provider).\(word)"
        self.needsDefault = needsDefault
    }

    /// What a provider's sessions refer to by their customer's reference, where it keeps such a kind.
    package static func customer(of provider: ProviderName) -> CatalogueKind {
        CatalogueKind(provider, "customer")
    }
}
