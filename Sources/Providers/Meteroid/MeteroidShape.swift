/// What a value of a request must be: one schema of the contract, as data.
///
/// The contract's schemas are tables of these, and ``MeteroidReader`` alone checks a document against them.
enum MeteroidShape: Sendable {
    case string
    case boolean
    case integer(MeteroidInteger)
    /// A decimal number in a string.
    case decimal
    case date
    /// An id: this prefix and base 62, or any spelling of a UUID.
    case id(StaticString)
    /// An array of ids, which are checked only after all of them were read as strings.
    case idList(StaticString)
    case choice(Immortal<MeteroidChoice>)
    case list(Immortal<MeteroidList>)
    case record(Immortal<MeteroidRecord>)
    case union(Immortal<MeteroidUnion>)
    /// Any JSON value.
    case anything

    static func choice(_ choice: MeteroidChoice) -> MeteroidShape { .choice(Immortal(choice)) }
    static func list(_ list: MeteroidList) -> MeteroidShape { .list(Immortal(list)) }
    static func record(_ record: MeteroidRecord) -> MeteroidShape { .record(Immortal(record)) }
    static func union(_ union: MeteroidUnion) -> MeteroidShape { .union(Immortal(union)) }
}

/// The integer formats of the contract. Its `minimum: 0` stands for the server's unsigned types, but its `int32` and
/// `int64` have lower upper limits.
enum MeteroidInteger: Sendable {
    /// `int32`.
    case signed32
    /// `int32` with `minimum: 0`.
    case natural32
    /// `int64` with `minimum: 0`.
    case natural64
}

/// One of these words.
final class MeteroidChoice: Sendable {
    /// The words in the order in which a refusal lists them.
    let words: MeteroidNames

    init(_ words: String...) {
        self.words = MeteroidNames(words)
    }
}

/// An array of values of one shape.
final class MeteroidList: Sendable {
    let item: MeteroidShape

    init(of item: MeteroidShape) {
        self.item = item
    }
}

/// An object with known members. Other members are ignored.
final class MeteroidRecord: Sendable {
    /// The maximum number of members of a record.
    static let fieldsMax = 32

    /// The record's name in a refusal.
    let name: StaticString
    /// The members, in the order in which missing members are reported.
    let names: MeteroidNames
    let shapes: [MeteroidShape]
    /// The required members, one bit each.
    let required: UInt32
    /// The members for which null means absent, one bit each.
    let nullable: UInt32

    init(_ name: StaticString, _ fields: [MeteroidField] = []) {
        precondition(fields.count <= Self.fieldsMax, "A field has one of the 32 bits of a set.")
        self.name = name
        names = MeteroidNames(fields.map { "\($0.name)" })
        shapes = fields.map(\.shape)
        func bits(_ presence: MeteroidField.Presence) -> UInt32 {
            fields.indices.reduce(0) { fields[$1].presence == presence ? $0 | 1 << UInt32($1) : $0 }
        }
        required = bits(.required)
        nullable = bits(.nullable)
    }
}

/// One known member of a record.
struct MeteroidField: Sendable {
    /// Whether a member is required, and whether null means that it is absent.
    enum Presence: Sendable {
        case required, nullable, optional
    }

    let name: StaticString
    let presence: Presence
    let shape: MeteroidShape

    private init(_ name: StaticString, _ presence: Presence, _ shape: MeteroidShape) {
        self.name = name
        self.presence = presence
        self.shape = shape
    }

    /// Must be present, and must not be null.
    static func required(_ name: StaticString, _ shape: MeteroidShape) -> MeteroidField {
        MeteroidField(name, .required, shape)
    }

    /// May be absent or null.
    static func nullable(_ name: StaticString, _ shape: MeteroidShape) -> MeteroidField {
        MeteroidField(name, .nullable, shape)
    }

    /// May be absent, but must not be null.
    static func optional(_ name: StaticString, _ shape: MeteroidShape) -> MeteroidField {
        MeteroidField(name, .optional, shape)
    }
}

/// An object whose member `type` decides what its other members are.
final class MeteroidUnion: Sendable {
    /// The union's name in a refusal.
    let name: StaticString
    /// The name of the member that decides.
    let tag = MeteroidNames(["type"])
    let types: MeteroidNames
    let variants: [Immortal<MeteroidRecord>]

    init(_ name: StaticString, _ variants: [(type: String, record: MeteroidRecord)]) {
        self.name = name
        types = MeteroidNames(variants.map(\.type))
        self.variants = variants.map { Immortal($0.record) }
    }
}
