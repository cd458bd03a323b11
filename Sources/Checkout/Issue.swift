package import Wire

/// One broken rule, as data. Only a provider turns it into words.
package struct Issue: Sendable {
    /// Where in the request, from the outermost value inwards.
    package let path: [PathStep]
    package let rule: Rule
    /// What stood there; nil where nothing did.
    package let input: JSON?
    /// The byte at which a reader that stops at the first problem would have stopped.
    package let offset: Int

    package init(_ rule: Rule, at path: [PathStep], input: JSON?, offset: Int) {
        self.rule = rule
        self.path = path
        self.input = input
        self.offset = offset
    }
}

/// What a value had to be.
package enum Rule: Sendable, Equatable {
    /// Has to be there.
    case missing
    /// Has to be there once.
    case duplicate
    /// One of these has to be there.
    case missingAll([String])
    /// Has to be of another JSON type.
    case type(Expected)
    /// Has to be a whole number.
    case fractional
    /// Has to lie between these, both included.
    case range(Int64, Int64)
    /// Has to be one of these words.
    case choice([String])
    /// Has to be written in another form.
    case format(Format)
    /// Has to be so many characters long.
    case length(Int)
    /// A rule that one provider alone knows, by that provider's own word for it.
    case own(String)
}

/// JSON types, and what numbers they hold.
package enum Expected: Sendable, Equatable {
    case string, boolean, integer, object, array
}

/// Forms of text.
package enum Format: Sendable, Equatable {
    case email
    /// An absolute http or https URL.
    case url
    /// Three letters (ISO 4217).
    case currency
    /// Two letters assigned by ISO 3166-1.
    case country
    /// Begins with this, and goes on.
    case prefixed(String)
    /// Not empty.
    case text
    /// Letters, digits, `.`, `_` and `-`.
    case urlSafe
}
