import Checkout
import Wire

/// Reads the members of one object as JavaScript services do, and gathers every broken rule.
///
/// A read that fails records an ``Issue`` and returns nil, so that a provider's `read` goes straight down its contract;
/// ``finish()`` throws before a nil of that kind can leave it.
struct ObjectFields {
    private let object: JSON
    private(set) var issues: [Issue] = []

    /// Throws ``Failure/invalid(_:)`` where the body is no object, and ``Failure/malformedBody(_:)`` where there is none.
    init(_ document: JSONDocument?) throws(Failure) {
        guard let document, let root = document.root else {
            throw .malformedBody(JSONDocument([], grammar: .rfc8259))
        }
        guard root.kind == .object else {
            throw .invalid([Issue(.type(.object), at: [], input: root, offset: root.start)])
        }
        object = root
    }

    /// The document that the object is the root of.
    var document: JSONDocument { object.document }

    /// Throws ``Failure/invalid(_:)`` where any rule was broken.
    func finish() throws(Failure) {
        if !issues.isEmpty { throw .invalid(issues) }
    }

    /// A member by its name, of whatever type; nil where it is absent. Two by the same name are a broken rule: of two
    /// amounts, two parsers in a chain of payments might each see another (RFC 7493 §2.3).
    mutating func value(_ name: StaticString) -> JSON? {
        guard let found = object.lastMember(name) else { return nil }
        if let duplicate = found.duplicate { record(.duplicate, name, duplicate) }
        return found.value
    }

    mutating func record(_ rule: Rule, _ name: StaticString, _ input: JSON?) {
        issues.append(
            Issue(rule, at: [.member("\(name)")], input: input, offset: input?.start ?? object.end))
    }

    /// A member that has to be there.
    mutating func required(_ name: StaticString) -> JSON? {
        let value = value(name)
        if value == nil { record(.missing, name, nil) }
        return value
    }

    /// The characters of a string member, or nil and an issue where it is none.
    mutating func text(_ name: StaticString, _ value: JSON?) -> ArraySlice<UInt8>? {
        guard let value else { return nil }
        guard let bytes = value.stringBytes else {
            record(.type(.string), name, value)
            return nil
        }
        return bytes
    }

    /// A truth value, or nil and an issue where it is none.
    mutating func bool(_ name: StaticString, _ value: JSON?) -> Bool? {
        guard let value else { return nil }
        guard let bool = value.bool else {
            record(.type(.boolean), name, value)
            return nil
        }
        return bool
    }

    /// A whole number in a range, however it is spelled, or nil and an issue where it is none.
    mutating func whole(_ name: StaticString, _ value: JSON?, _ range: ClosedRange<Int64>) -> Int64? {
        guard let value else { return nil }
        guard value.kind == .integer || value.kind == .float else {
            record(.type(.integer), name, value)
            return nil
        }
        switch JSONNumber.whole(value.source) {
        case .exactly(let number) where range.contains(number):
            return number
        case .exactly, .tooLarge:
            record(.range(range.lowerBound, range.upperBound), name, value)
        case .fractional:
            record(.fractional, name, value)
        }
        return nil
    }

    /// A string that has to be one of these words, or nil and an issue where it is none.
    mutating func choice(_ name: StaticString, _ value: JSON?, of words: [String]) -> String? {
        guard let bytes = text(name, value) else { return nil }
        // Bytes, not strings: Swift takes two Unicode spellings of a word for the same.
        guard let word = words.first(where: { bytes.elementsEqual($0.utf8) }) else {
            record(.choice(words), name, value)
            return nil
        }
        return word
    }
}
