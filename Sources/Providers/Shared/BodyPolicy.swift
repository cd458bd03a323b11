/// How a dialect treats duplicates, null and values of other types. JSON allows them, and contracts seldom mention
/// them.
struct BodyPolicy: Sendable {
    /// How the dialect treats several members with one name.
    enum Duplicates: Sendable {
        /// They break a rule: of two amounts, two parsers in a chain of payments could each read a different one
        /// (RFC 7493 §2.3).
        case refused
        /// They count as one member, with the last value.
        case lastCounts
    }

    /// How the dialect treats null as the value of an optional member. A nullable member may always be null.
    enum Nulls: Sendable {
        /// Null is a value of a wrong type.
        case refused
        /// The member counts as absent.
        case absent
    }

    /// Which values of other types are read as a boolean or an integer.
    enum Coercion: Sendable {
        /// None. A whole number may have any spelling, as in JavaScript: `1500`, `1500.0` and `1.5e3` are one number.
        case none
        /// The values that pydantic's lax mode reads (``PydanticBoolean``, ``PydanticInteger``).
        case pydantic
    }

    let duplicates: Duplicates
    let nulls: Nulls
    let coercion: Coercion
    /// The first step of every path; nil if paths begin with the names of the body's members.
    let root: StaticString?
    /// Whether the issue of a missing member has the incomplete object as its input. If false, the input is nil.
    let showsIncompleteObjects: Bool

    /// Strict JavaScript services: they refuse duplicates, null and values of other types.
    static var strict: BodyPolicy {
        BodyPolicy(duplicates: .refused, nulls: .refused, coercion: .none, root: nil, showsIncompleteObjects: false)
    }

    /// FastAPI with pydantic's models.
    static var fastAPI: BodyPolicy {
        BodyPolicy(
            duplicates: .lastCounts, nulls: .refused, coercion: .pydantic, root: "body", showsIncompleteObjects: true)
    }
}
