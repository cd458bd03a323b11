/// How a dialect treats what JSON allows and contracts seldom mention.
struct BodyPolicy: Sendable {
    /// What several members with one name are.
    enum Duplicates: Sendable {
        /// A broken rule: of two amounts, two parsers in a chain of payments could each read a different one
        /// (RFC 7493 §2.3).
        case refused
        /// One member with the last of the values.
        case lastCounts
    }

    /// What null is in the place of an optional member. A nullable member may always be null.
    enum Nulls: Sendable {
        /// A value of a wrong type.
        case refused
        /// An absent member.
        case absent
    }

    /// Which values of other types are read as a boolean or an integer.
    enum Coercion: Sendable {
        /// None. A whole number may have any spelling, as in JavaScript: `1500`, `1500.0` and `1.5e3` are one number.
        case none
        /// Those of pydantic's lax mode (``PydanticBoolean``, ``PydanticInteger``).
        case pydantic
    }

    let duplicates: Duplicates
    let nulls: Nulls
    let coercion: Coercion
    /// The first step of every path; nil if paths begin with the names of the body's members.
    let root: StaticString?
    /// Whether the input of a missing member is the object that lacks it; otherwise it is nil.
    let showsIncompleteObjects: Bool

    /// JavaScript services that refuse what they do not expect.
    static var strict: BodyPolicy {
        BodyPolicy(duplicates: .refused, nulls: .refused, coercion: .none, root: nil, showsIncompleteObjects: false)
    }

    /// FastAPI with pydantic's models.
    static var fastAPI: BodyPolicy {
        BodyPolicy(
            duplicates: .lastCounts, nulls: .refused, coercion: .pydantic, root: "body", showsIncompleteObjects: true)
    }
}
