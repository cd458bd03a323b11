/// A kind of thing to which a provider's sessions refer. The catalogue may have entries of it.
package struct CatalogueKind: Sendable {
    /// The kind as the items of this provider's sessions name it: `plan`.
    package let word: String
    /// The provider's name, a dot and the word, as settings and the catalogue name the kind: `duro.plan`.
    package let name: String
    /// Whether requests never name a thing of this kind, so that one of its entries must be the default.
    package let needsDefault: Bool

    package init(_ provider: ProviderName, _ word: String, needsDefault: Bool = false) {
        self.word = word
        name = "\(provider).\(word)"
        self.needsDefault = needsDefault
    }

    /// The kind of a session's customer reference, for a provider that has such a kind.
    package static func customer(of provider: ProviderName) -> CatalogueKind {
        CatalogueKind(provider, "customer")
    }
}
