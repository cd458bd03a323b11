import Checkout
import Wire

/// Reads the values of a JSON body by the rules of a dialect, and collects every broken rule with its path.
///
/// A read that fails records an ``Issue`` and returns nil, so that a provider's `read` follows its contract from top to
/// bottom; ``finish()`` throws before such a nil can become a draft. A read of nil returns nil and records no second
/// issue. The reader finds the paths when the caller asks for the issues, all of them in one walk over the document, so a
/// valid body costs no paths. A reader cannot be copied, because each create would pay for the copies.
struct BodyReader: ~Copyable {
    /// The index of a value in the document. A ``JSON`` for each value would retain the document each time.
    struct Value: Sendable {
        let index: Int

        fileprivate init(_ index: Int) {
            self.index = index
        }
    }

    /// A ``Value`` that is an object.
    struct Object: Sendable {
        fileprivate let index: Int
    }

    /// Whether a member must be there, and whether it may be null.
    enum Presence: Sendable {
        /// The member must be there with a value.
        case required
        /// The member may be absent.
        case optional
        /// The member may be absent or null.
        case nullable
        /// The member must be there and may be null.
        case requiredNullable
    }

    /// The document whose root is the body.
    let document: JSONDocument
    let policy: BodyPolicy
    private var broken: [BrokenRule] = []
    /// Values that the dialect accepts but its answer cannot express. They are reported only if there are no other
    /// issues.
    private var inexpressible: [BrokenRule] = []

    /// The reader reports at most so many broken rules of one body. FastAPI reports all of them, but a body of 1 MiB
    /// can break half a million rules, and an answer that lists them is 50 times as long as the body. Bodies of
    /// programs in use break far fewer, so their callers see the same list from this gateway and from the service.
    static let issuesMax = 10_000

    init(_ document: JSONDocument, _ policy: BodyPolicy) {
        self.document = document
        self.policy = policy
    }

    /// The whole body; nil if the request has no body.
    var root: Value? { document.nodes.isEmpty ? nil : Value(0) }

    /// Throws ``Failure/invalid(_:)`` if any rule was broken.
    func finish() throws(Failure) {
        if !broken.isEmpty { throw .invalid(issues) }
        if !inexpressible.isEmpty { throw .invalid(BodyPaths.issues(inexpressible, in: document, policy.root)) }
    }

    /// Every rule that was broken so far, in the order in which the values were read.
    var issues: [Issue] { BodyPaths.issues(broken, in: document, policy.root) }

    /// The value of an object's member, of any type; nil if the member is absent, or is null and may be null.
    mutating func member(_ name: StaticString, of object: Object?, _ presence: Presence) -> Value? {
        guard let object else { return nil }
        guard let found = document.lastMember(of: object.index, named: name) else {
            switch presence {
            case .required, .requiredNullable: record(.missing, name, missingIn: object)
            case .optional, .nullable: break
            }
            return nil
        }
        // A member's name is the node before its value.
        if found.count > 1, case .refused = policy.duplicates { record(.duplicate, at: Value(found.value - 1)) }
        return mayBeNull(presence) && isNull(found.value) ? nil : Value(found.value)
    }

    private func mayBeNull(_ presence: Presence) -> Bool {
        switch presence {
        case .required: false
        case .optional: if case .absent = policy.nulls { true } else { false }
        case .nullable, .requiredNullable: true
        }
    }

    private func isNull(_ index: Int) -> Bool {
        if case .null = document.nodes[index].kind { true } else { false }
    }

    /// An object; nil and an issue if the value has another type.
    ///
    /// - Parameter rule: the rule that a value of another type breaks.
    mutating func object(_ value: Value?, _ rule: @autoclosure () -> Rule = .type(.object)) -> Object? {
        guard let value else { return nil }
        guard case .object = document.nodes[value.index].kind else {
            record(rule(), at: value)
            return nil
        }
        return Object(index: value.index)
    }

    /// The text of an object; nil for nil.
    func text(of object: Object?) -> JSONText? {
        guard let object else { return nil }
        return JSONText(document, object.index)
    }

    /// The elements of an array. Empty for nil; empty, with an issue, if the value has another type.
    mutating func elements(of value: Value?) -> Elements {
        guard let value else { return Elements(document, 0, 0) }
        let node = document.nodes[value.index]
        guard case .array = node.kind else {
            record(.type(.array), at: value)
            return Elements(document, 0, 0)
        }
        return Elements(document, value.index + 1, Int(node.next))
    }

    /// Iterates over the elements of an array.
    struct Elements: Sequence, IteratorProtocol {
        private let document: JSONDocument
        private var at: Int
        private let end: Int

        fileprivate init(_ document: JSONDocument, _ at: Int, _ end: Int) {
            self.document = document
            self.at = at
            self.end = end
        }

        mutating func next() -> Value? {
            guard at < end else { return nil }
            defer { at = Int(document.nodes[at].next) }
            return Value(at)
        }
    }

    /// A value with its document.
    func json(_ value: Value) -> JSON { JSON(document, value.index) }
}

/// Records broken rules with their paths.
extension BodyReader {
    /// Records a rule that a value breaks.
    mutating func record(_ rule: Rule, at value: Value) {
        guard broken.count < Self.issuesMax else { return }
        broken.append(BrokenRule(rule, by: value.index, in: document))
    }

    /// Records a rule that is broken because an object lacks a member.
    mutating func record(_ rule: Rule, _ name: StaticString, missingIn object: Object) {
        guard broken.count < Self.issuesMax else { return }
        let json = JSON(document, object.index)
        let (input, offset) = policy.showsIncompleteObjects ? (json, json.start) : (nil, json.end)
        let path = [PathStep.member("\(name)")]
        broken.append(BrokenRule(Issue(rule, at: path, input: input, offset: offset), below: object.index))
    }

    /// Records an issue about something that is not in the body.
    mutating func record(_ issue: Issue) {
        guard broken.count < Self.issuesMax else { return }
        broken.append(BrokenRule(issue, below: nil))
    }

    /// Records a rule that a value breaks only because no answer can express the value.
    mutating func record(_ rule: Rule, inexpressible value: Value) {
        guard inexpressible.count < Self.issuesMax else { return }
        inexpressible.append(BrokenRule(rule, by: value.index, in: document))
    }
}
