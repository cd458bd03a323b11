/// The facts about one provider that the fuzz targets need.
package struct FuzzFacts: Sendable {
    /// An entry of the catalogue besides those of the configuration.
    package struct Entry: Sendable {
        package let kind: String
        package let id: String
        package let amount: Int64?
        package let currency: String?
        package let isDefault: Bool
    }

    /// Entries of the catalogue: those of the configuration and those only for fuzzing.
    package let catalogue: [Entry]
    /// Secrets besides those of the configuration.
    package let secrets: [String]
    /// Members of a body whose values the gateway replaces by null.
    package let neverKept: [String]
    /// Whether the provider refuses a request with two `Authorization` fields.
    package let refusesTwoAuthorizations: Bool

    init(_ file: FixtureValue) throws(FixtureFault) {
        let fuzz = file.optional("fuzz")
        try fuzz?.allow(only: ["catalogue", "secrets", "never_kept", "refuses_two_authorizations"])
        var catalogue = try file.optional("catalogue").map(Self.entries) ?? []
        catalogue += try fuzz?.optional("catalogue").map(Self.entries) ?? []
        self.catalogue = catalogue
        secrets = try fuzz?.optional("secrets")?.texts() ?? []
        neverKept = try fuzz?.optional("never_kept")?.texts() ?? []
        refusesTwoAuthorizations = try fuzz?.optional("refuses_two_authorizations")?.bool() ?? false
    }

    private static func entries(_ member: FixtureValue) throws(FixtureFault) -> [Entry] {
        var entries: [Entry] = []
        for (kind, list) in try member.members() {
            for entry in try list.elements() {
                entries.append(
                    Entry(
                        kind: kind, id: try entry.member("id").text(), amount: try entry.optional("amount")?.integer(),
                        currency: try entry.optional("currency")?.text(),
                        isDefault: try entry.optional("default")?.bool() ?? false))
            }
        }
        return entries
    }
}
