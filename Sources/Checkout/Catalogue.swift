/// The things to which sessions may refer. A kind with entries is strict; a kind without entries is open.
package struct Catalogue: Sendable {
    /// One thing of a kind.
    package struct Entry: Sendable, Equatable {
        package var reference: String
        /// Another name that a request may use for it.
        package var alias: String?
        package var name: String?
        /// Minor units.
        package var amount: Int64?
        package var currency: Currency?
        /// `day`, `week`, `month` or `year`.
        package var interval: String?
        package var email: String?
        /// Whether this entry applies if a request names none.
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

    /// Keys are bytes: two Unicode spellings of one word are two references.
    private var entries: [String: [[UInt8]: Entry]] = [:]
    private var defaults: [String: Entry] = [:]

    package init() {}

    /// Adds an entry to a kind, such as `duro.plan`. Returns false and adds nothing if its reference or alias is taken,
    /// or if it is a second default.
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

    /// The entry with a reference or an alias; nil if the kind is open.
    ///
    /// Throws ``Failure/unknownReference(kind:reference:)`` if the kind is strict and has no such entry.
    package func entry(_ reference: String, of kind: String) throws(Failure) -> Entry? {
        guard let known = entries[kind] else { return nil }
        guard let entry = known[Array(reference.utf8)] else {
            throw .unknownReference(kind: kind, reference: reference)
        }
        return entry
    }

    /// The entry that applies if a request names none.
    package func defaultEntry(of kind: String) -> Entry? { defaults[kind] }

    /// Every kind that has entries.
    package var kinds: [String] { entries.keys.sorted() }
}
