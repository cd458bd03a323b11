package import Wire

/// One broken rule, as data. Only a provider turns it into words.
package struct Issue: Sendable {
    /// The path in the request, from the outermost value inwards.
    package let path: [PathStep]
    package let rule: Rule
    /// The value at the path; nil if there is no value.
    package let input: JSON?
    /// The byte offset at which a reader that stops at the first problem would have stopped.
    package let offset: Int

    package init(_ rule: Rule, at path: [PathStep], input: JSON?, offset: Int) {
        self.rule = rule
        self.path = path
        self.input = input
        self.offset = offset
    }
}

/// A rule that a value broke.
package enum Rule: Sendable, Equatable {
    /// The value is required.
    case missing
    /// The name may appear only once.
    case duplicate
    /// One of these members is required.
    case missingAll([String])
    /// The value must have this JSON type.
    case type(Expected)
    /// The number must be whole.
    case fractional
    /// The number must be between these, both included.
    case range(Int64, Int64)
    /// The text must be one of these words.
    case choice([String])
    /// The text must have this format.
    case format(Format)
    /// The text must have this number of characters.
    case length(Int)
    /// A rule of one provider only.
    case own(OwnRule)
}

/// The JSON types, with integers as a type of their own.
package enum Expected: Sendable, Equatable {
    case string, boolean, integer, object, array
}

/// Formats of text.
package enum Format: Sendable, Equatable {
    case email
    /// An absolute http or https URL.
    case url
    /// Three letters (ISO 4217).
    case currency
    /// Two letters assigned by ISO 3166-1.
    case country
    /// Begins with this prefix and has more characters.
    case prefixed(String)
    /// Not empty.
    case text
    /// Letters, digits, `.`, `_` and `-`.
    case urlSafe
}

extension JSONWriter {
    /// Writes a member that is the path of an issue: an array of names and indices.
    package mutating func member(_ name: StaticString, _ path: [PathStep]) {
        array(name) { json in
            for step in path {
                switch step {
                case .member(let name): json.string(name)
                case .element(let index): json.int(Int64(index))
                }
            }
        }
    }
}
