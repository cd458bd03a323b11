/// What sessions may refer to. A kind with entries is strict; a kind without any is open.
package struct Catalogue: Sendable {
    /// One thing of a kind.
    package struct Entry: Sendable, Equatable {
        package var reference: String
        /// Another name by which a request may call it.
        package var alias: String?
        package var name: String?
        /// Minor units.
        package var amount: Int64?
        package var currency: Currency?
        /// `day`, `week`, `month` or `year`.
        package var interval: String?
        package var email: String?
        /// The one that is meant where a request names none.
        package var isDefault: Bool

        package init(
            reference: String, alias: String? = nil, name: String? = nil, amount: Int64? = nil,
            currency: Currency? = nil, interval: String? = nil, email: String? = nil, isDefault: Bool = false
        ) {
            self.reference = reference
            self.alias = alias
            self.name = name
            self.amount = amount
            self.currency = currency
            self.interval = interval
            self.email = email
            self.isDefault = isDefault
        }
    }

    /// Bytes as keys: two Unicode spellings of one word are two references.
    private var entries: [String: [[UInt8]: Entry]] = [:]
    private var defaults: [String: Entry] = [:]

    package init() {}

    /// Adds an entry to a kind, such as `duro.plan`. False, and nothing added, where its reference or alias is taken, or
    /// where it is a second default.
    package mutating func add(_ entry: Entry, to kind: String) -> Bool {
        let names = [entry.reference] + (entry.alias.map { [$0] } ?? [])
        let keys = names.map { Array($0.utf8) }
        guard keys.allSatisfy({ entries[kind]?[$0] == nil }) else { return false }
        if entry.isDefault {
            guard defaults[kind] == nil else { return false }
            defaults[kind] = entry
        }
        for key in keys { entries[kind, default: [:]][key] = entry }
        return true
    }

    /// The entry by a reference or an alias; nil where the kind is open.
    ///
    /// Throws ``Failure/unknownReference(kind:reference:)`` where the kind is strict and has none.
    package func entry(_ reference: String, of kind: String) throws(Failure) -> Entry? {
        guard let known = entries[kind] else { return nil }
        guard let entry = known[Array(reference.utf8)] else {
            throw .unknownReference(kind: kind, reference: reference)
        }
        return entry
    }

    /// The entry that is meant where a request names none.
    package func defaultEntry(of kind: String) -> Entry? { defaults[kind] }

    /// Every kind that has entries.
    package var kinds: [String] { entries.keys.sorted() }
}
