/// A kind of thing that a provider's sessions refer to, and that the catalogue may therefore have entries of.
package struct CatalogueKind: Sendable {
    /// The provider's name, a dot and a word, as the settings spell it: `duro.plan`.
    package let name: String
    /// Whether no request names one of it, so that one of its entries has to be the default.
    package let needsDefault: Bool

    package init(_ name: String, needsDefault: Bool = false) {
        self.name = name
        self.needsDefault = needsDefault
    }
}
