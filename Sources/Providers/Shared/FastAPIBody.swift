import Checkout
import Wire

/// Reads a request as a pydantic model does: reading continues after a broken rule, and all issues are reported
/// together, in the order in which the fields were asked for.
///
/// A value that breaks a rule is read as an empty placeholder, so that a provider reads its fields without checks. The
/// placeholder cannot leave this type, because ``close()`` is the only way to finish and throws first.
struct FastAPIBody {
    private var object: JSON?
    private var issues: [Issue] = []
    /// Values that pydantic accepts but the answer cannot express. They are reported only if nothing else is wrong.
    private var unwritable: [Issue] = []

    /// Checks that a segment of the path is a certain word. FastAPI reports the path before the body.
    mutating func pathParameter(_ name: StaticString, _ segment: [UInt8]?, is word: StaticString) {
        let segment = segment ?? []
        if ASCII.equal(segment[...], word) { return }
        let input = FastAPI.document(text: segment[...]).root
        let path = [PathStep.member("path"), .member("\(name)")]
        issues.append(Issue(.choice(["\(word)"]), at: path, input: input, offset: 0))
    }

    /// Opens the body, which must be an object.
    mutating func open(_ document: JSONDocument?) {
        let path = [PathStep.member("body")]
        // FastAPI before 0.151.0 treats `null` as a missing body.
        guard let root = document?.root, !root.isNull else {
            issues.append(Issue(.missing, at: path, input: nil, offset: 0))
            return
        }
        guard root.kind == .object else {
            issues.append(Issue(.type(.object), at: path, input: root, offset: root.start))
            return
        }
        object = root
    }

    /// The digits of a required `int`, with a leading `-` if it is negative.
    mutating func integer(_ name: StaticString) -> ArraySlice<UInt8> {
        guard let value = required(name) else { return [] }
        switch PydanticInteger.read(value) {
        case .digits(let digits):
            return digits
        case .broken(let rule):
            refuse(rule, name, value)
            return []
        }
    }

    /// Requires a `str` that can be written as UTF-8. pydantic itself also accepts one that cannot.
    mutating func requireText(_ name: StaticString) {
        guard let value = required(name) else { return }
        if value.kind != .string {
            refuse(.type(.string), name, value)
        } else if value.hasLoneSurrogate {
            unwritable.append(issue(PydanticRule.stringUnicode.rule, name, value))
        }
    }

    /// A `str` with a default. A lone surrogate in it is accepted and read as U+FFFD.
    mutating func text(_ name: StaticString, or absent: String) -> String {
        guard let value = member(name) else { return absent }
        guard let text = value.string else {
            refuse(.type(.string), name, value)
            return absent
        }
        return text
    }

    /// The document that was read. Throws ``Failure/invalid(_:)`` if a rule was broken.
    consuming func close() throws(Failure) -> JSONDocument {
        guard issues.isEmpty, unwritable.isEmpty, let object else {
            throw .invalid(issues.isEmpty ? unwritable : issues)
        }
        return object.document
    }

    private func member(_ name: StaticString) -> JSON? { object?.member(name) }

    private mutating func required(_ name: StaticString) -> JSON? {
        guard let object else { return nil }
        if let value = object.member(name) { return value }
        // pydantic reports the whole object as the input if a field is missing.
        refuse(.missing, name, object)
        return nil
    }

    private mutating func refuse(_ rule: Rule, _ name: StaticString, _ input: JSON) {
        issues.append(issue(rule, name, input))
    }

    private func issue(_ rule: Rule, _ name: StaticString, _ input: JSON) -> Issue {
        Issue(rule, at: [.member("body"), .member("\(name)")], input: input, offset: input.start)
    }
}
