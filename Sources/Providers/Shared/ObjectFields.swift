import Checkout
import Wire

/// Reads the members of one object as JavaScript services do, and gathers every broken rule.
///
/// A read that fails records an ``Issue`` and returns nil, so that a provider's `read` goes straight down its contract;
/// ``finish()`` throws before a nil of that kind can leave it.
struct ObjectFields {
    /// Where a member's value is in the document. A ``JSON`` would be one more owner of the document each time.
    struct Value {
        fileprivate let index: Int
    }

    /// The document whose root is the object.
    let document: JSONDocument
    private(set) var issues: [Issue] = []

    /// Throws ``Failure/invalid(_:)`` where the body is no object, and ``Failure/malformedBody(_:)`` where there is none.
    init(_ document: JSONDocument?) throws(Failure) {
        guard let document, !document.nodes.isEmpty else {
            throw .malformedBody(JSONDocument([], grammar: .rfc8259))
        }
        guard document.nodes[0].kind == .object else {
            let root = JSON(document, 0)
            throw .invalid([Issue(.type(.object), at: [], input: root, offset: root.start)])
        }
        self.document = document
    }

    /// Throws ``Failure/invalid(_:)`` where any rule was broken.
    func finish() throws(Failure) {
        if !issues.isEmpty { throw .invalid(issues) }
    }

    /// A member by its name, of whatever type; nil where it is absent. Two by the same name are a broken rule: of two
    /// amounts, two parsers in a chain of payments might each see another (RFC 7493 §2.3).
    mutating func value(_ name: StaticString) -> Value? {
        // The root is the first node.
        guard let found = document.lastMember(of: 0, named: name) else { return nil }
        // A member's name is the node before its value.
        if found.count > 1 { record(.duplicate, name, Value(index: found.value - 1)) }
        return Value(index: found.value)
    }

    /// A value as it stands in the document.
    func json(_ value: Value) -> JSON { JSON(document, value.index) }

    mutating func record(_ rule: Rule, _ name: StaticString, _ input: Value?) {
        let input = input.map(json)
        let end = JSON(document, 0).end
        issues.append(Issue(rule, at: [.member("\(name)")], input: input, offset: input?.start ?? end))
    }

    /// A member that has to be there.
    mutating func required(_ name: StaticString) -> Value? {
        let value = value(name)
        if value == nil { record(.missing, name, nil) }
        return value
    }

    /// What a string member's characters are read as. An issue, and nil, where it is no string or `read` says nil.
    ///
    /// - Parameter rule: what is broken where `read` says nil.
    mutating func text<Result>(
        _ name: StaticString, _ value: Value?, _ rule: @autoclosure () -> Rule, _ read: (Span<UInt8>) -> Result?
    ) -> Result? {
        guard let characters = characters(name, value) else { return nil }
        let result = read(characters.span)
        if result == nil { record(rule(), name, value) }
        return result
    }

    /// A string member of a certain form, or nil and an issue where it is no string or not of that form.
    mutating func string(
        _ name: StaticString, _ value: Value?, _ format: @autoclosure () -> Format, _ isRight: (Span<UInt8>) -> Bool
    ) -> String? {
        text(name, value, .format(format())) { isRight($0) ? String(utf8: $0) : nil }
    }

    /// Judges a string member, and records the rule that it breaks; that of its type where it is no string.
    ///
    /// - Parameter brokenRule: the rule that the characters break; nil where they are right.
    mutating func check(_ name: StaticString, _ value: Value?, _ brokenRule: (Span<UInt8>) -> Rule?) {
        guard let characters = characters(name, value) else { return }
        if let rule = brokenRule(characters.span) { record(rule, name, value) }
    }

    /// Any string, or nil and an issue where the member is none.
    mutating func string(_ name: StaticString, _ value: Value?) -> String? {
        guard let characters = characters(name, value) else { return nil }
        return String(utf8: characters.span)
    }

    private mutating func characters(_ name: StaticString, _ value: Value?) -> ArraySlice<UInt8>? {
        guard let value else { return nil }
        guard let characters = document.characters(of: value.index) else {
            record(.type(.string), name, value)
            return nil
        }
        return characters
    }

    /// A truth value, or nil and an issue where it is none.
    mutating func bool(_ name: StaticString, _ value: Value?) -> Bool? {
        guard let value else { return nil }
        guard let bool = json(value).bool else {
            record(.type(.boolean), name, value)
            return nil
        }
        return bool
    }

    /// A whole number in a range, however it is spelled, or nil and an issue where it is none.
    mutating func whole(_ name: StaticString, _ value: Value?, _ range: ClosedRange<Int64>) -> Int64? {
        guard let value else { return nil }
        let kind = document.nodes[value.index].kind
        guard kind == .integer || kind == .float else {
            record(.type(.integer), name, value)
            return nil
        }
        let number = document.source(of: value.index)
        switch JSONNumber.whole(number.span) {
        case .exactly(let number) where range.contains(number):
            return number
        case .exactly, .tooLarge:
            record(.range(range.lowerBound, range.upperBound), name, value)
        case .fractional:
            record(.fractional, name, value)
        }
        return nil
    }

    /// An object as it was written, or nil and an issue where the member is none.
    mutating func object(_ name: StaticString, _ value: Value?) -> [UInt8]? {
        guard let value else { return nil }
        guard document.nodes[value.index].kind == .object else {
            record(.type(.object), name, value)
            return nil
        }
        return Array(document.source(of: value.index))
    }

    /// A string that has to be one of these words, or nil and an issue where it is none.
    mutating func choice(_ name: StaticString, _ value: Value?, of words: [String]) -> String? {
        text(name, value, .choice(words)) { characters in
            // Bytes, not strings: Swift takes two Unicode spellings of a word for the same.
            words.first { ASCII.equal(characters, $0.utf8.span) }
        }
    }
}
