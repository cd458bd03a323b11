import Checkout
import Wire

/// Reads the members of one object as JavaScript services do, and collects every broken rule.
///
/// A read that fails records an ``Issue`` and returns nil, so that a provider's `read` follows its contract from top to
/// bottom; ``finish()`` throws before such a nil can leave `read`.
struct ObjectFields {
    /// The index of a member's value in the document. A ``JSON`` would retain the document once more for each value.
    struct Value {
        fileprivate let index: Int
    }

    /// The document whose root is the object.
    let document: JSONDocument
    private(set) var issues: [Issue] = []

    /// Throws ``Failure/invalid(_:)`` if the body is not an object, and ``Failure/malformedBody(_:)`` if there is no
    /// body.
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

    /// Throws ``Failure/invalid(_:)`` if any rule was broken.
    func finish() throws(Failure) {
        if !issues.isEmpty { throw .invalid(issues) }
    }

    /// A member's value, of any type; nil if the member is absent. Two members with one name break a rule: of two
    /// amounts, two parsers in a chain of payments could each read a different one (RFC 7493 §2.3).
    mutating func value(_ name: StaticString) -> Value? {
        // The root is the first node.
        guard let found = document.lastMember(of: 0, named: name) else { return nil }
        // A member's name is the node before its value.
        if found.count > 1 { record(.duplicate, name, Value(index: found.value - 1)) }
        return Value(index: found.value)
    }

    /// A value of the document.
    func json(_ value: Value) -> JSON { JSON(document, value.index) }

    mutating func record(_ rule: Rule, _ name: StaticString, _ input: Value?) {
        let input = input.map(json)
        let end = JSON(document, 0).end
        issues.append(Issue(rule, at: [.member("\(name)")], input: input, offset: input?.start ?? end))
    }

    /// A required member. Records an issue if it is absent.
    mutating func required(_ name: StaticString) -> Value? {
        let value = value(name)
        if value == nil { record(.missing, name, nil) }
        return value
    }

    /// Converts the characters of a string member. Records an issue and returns nil if it is not a string or `read`
    /// returns nil.
    ///
    /// - Parameter rule: the rule that is broken if `read` returns nil.
    mutating func text<Result>(
        _ name: StaticString, _ value: Value?, _ rule: @autoclosure () -> Rule, _ read: (Span<UInt8>) -> Result?
    ) -> Result? {
        guard let characters = characters(name, value) else { return nil }
        let result = read(characters.span)
        if result == nil { record(rule(), name, value) }
        return result
    }

    /// A string member of a certain format; nil and an issue if it is not a string or has another format.
    mutating func string(
        _ name: StaticString, _ value: Value?, _ format: @autoclosure () -> Format, _ isRight: (Span<UInt8>) -> Bool
    ) -> String? {
        text(name, value, .format(format())) { isRight($0) ? String(utf8: $0) : nil }
    }

    /// Checks a string member and records the rule that it breaks, which is the rule of its type if it is not a string.
    ///
    /// - Parameter brokenRule: returns the rule that the characters break; nil if they are right.
    mutating func check(_ name: StaticString, _ value: Value?, _ brokenRule: (Span<UInt8>) -> Rule?) {
        guard let characters = characters(name, value) else { return }
        if let rule = brokenRule(characters.span) { record(rule, name, value) }
    }

    /// Any string; nil and an issue if the member is not a string.
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

    /// A boolean; nil and an issue if the member is not a boolean.
    mutating func bool(_ name: StaticString, _ value: Value?) -> Bool? {
        guard let value else { return nil }
        guard let bool = json(value).bool else {
            record(.type(.boolean), name, value)
            return nil
        }
        return bool
    }

    /// A whole number in a range, in any spelling; nil and an issue if the member is another value.
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

    /// The text of an object; nil and an issue if the member is not an object.
    mutating func object(_ name: StaticString, _ value: Value?) -> JSONText? {
        guard let value else { return nil }
        guard document.nodes[value.index].kind == .object else {
            record(.type(.object), name, value)
            return nil
        }
        return JSONText(document, value.index)
    }

    /// A string that must be one of these words; nil and an issue if it is another value.
    mutating func choice(_ name: StaticString, _ value: Value?, of words: [String]) -> String? {
        text(name, value, .choice(words)) { characters in
            // Bytes are compared, not strings: Swift treats two Unicode spellings of a word as equal.
            words.first { ASCII.equal(characters, $0.utf8.span) }
        }
    }
}
