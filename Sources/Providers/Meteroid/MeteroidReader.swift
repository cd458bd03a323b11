import Checkout
import Wire

/// Finds the first thing wrong with a body, in the order in which the server's reader, serde, comes upon things.
///
/// serde reads member by member, stops at the first problem, and reports what is missing when an object ends. The content
/// of a union is set aside until its end, so that all problems in it are found, and placed, there.
struct MeteroidReader {
    /// What was come upon.
    enum Finding {
        /// A value breaks a rule.
        case issue(Issue)
        /// The text stops being JSON before any rule was broken. The path is given where it is another than that of the
        /// document's fault.
        case fault(path: [PathStep]?)
    }

    private let text: [UInt8]
    /// The end of a number that is only the beginning of what stands there, such as `0` in `012`; -1 where none is.
    private let brokenNumberEnd: Int

    /// Holds a document against a shape; nil where all is well.
    static func finding(in document: JSONDocument, _ shape: MeteroidShape) -> Finding? {
        guard let root = document.root else { return .fault(path: nil) }
        let reader = MeteroidReader(document)
        guard let problem = reader.problem(in: root, shape) else {
            // Behind a document that is well, text may follow.
            return document.fault == nil ? nil : .fault(path: nil)
        }
        let path = Array(problem.steps.reversed())
        switch problem.what {
        case .broken(let rule, let input):
            return .issue(Issue(rule, at: path, input: input, offset: problem.offset))
        case .endOfText:
            return .fault(path: nil)
        case .endOfTextInIgnored:
            return .fault(path: path)
        }
    }

    private init(_ document: JSONDocument) {
        text = document.text
        brokenNumberEnd = MeteroidSyntax.brokenNumberEnd(in: document) ?? -1
    }

    /// One problem, on its way out of the values that it was found in.
    private struct Problem {
        enum What {
            case broken(Rule, JSON)
            case endOfText
            /// Of a member that is ignored, serde tells only that it is broken, not where in it.
            case endOfTextInIgnored
        }

        let what: What
        /// How many bytes were read when it was found.
        var offset: Int
        /// The way to it, innermost first.
        var steps: [PathStep] = []

        func inside(_ step: PathStep) -> Problem {
            var outer = self
            outer.steps.append(step)
            return outer
        }

        static let endOfText = Problem(what: .endOfText, offset: 0)
    }

    private func problem(in value: JSON, _ shape: MeteroidShape) -> Problem? {
        if value.end == brokenNumberEnd, value.kind == .integer || value.kind == .float { return .endOfText }
        switch shape {
        case .string:
            return value.kind == .string ? nil : wrong(value, .type(.string))
        case .boolean:
            return value.bool == nil ? wrong(value, .type(.boolean)) : nil
        case .integer(let integer):
            return integer.rule(brokenBy: value).flatMap { wrong(value, $0) }
        case .decimal:
            return problem(inDecimal: value)
        case .date:
            guard let text = value.stringBytes, (try? MeteroidDate.read(text)) != nil else {
                return wrong(value, .own(MeteroidWords.date))
            }
            return nil
        case .id(let prefix):
            return problem(inID: value, prefix)
        case .idList(let prefix):
            return problem(inIDs: value, prefix)
        case .choice(let choice):
            return problem(inChoice: value, choice)
        case .list(let list):
            return problem(in: value, list)
        case .record(let record):
            return problem(in: value, record)
        case .union(let union):
            return problem(in: value, union)
        case .anything:
            return isComplete(value) ? nil : .endOfText
        }
    }

    private func problem(in value: JSON, _ list: MeteroidList) -> Problem? {
        guard value.kind == .array else { return wrong(value, .type(.array)) }
        var index = 0
        for item in value.elements {
            if let problem = problem(in: item, list.item) { return problem.inside(.element(index)) }
            index += 1
        }
        return value.isComplete ? nil : .endOfText
    }

    private func problem(in value: JSON, _ record: MeteroidRecord) -> Problem? {
        guard value.kind == .object else { return wrong(value, .own(MeteroidWords.record(record.name))) }
        var seen: UInt32 = 0
        for (name, member) in value.members {
            guard let bytes = name.stringBytes, let index = record.index(of: bytes) else {
                if isComplete(member) { continue }
                return Problem(what: .endOfTextInIgnored, offset: 0).inside(step(name))
            }
            let bit: UInt32 = 1 << UInt32(index)
            if seen & bit != 0 { return duplicate(name, of: value) }
            seen |= bit
            let field = record.fields[index]
            if field.presence == .nullable, member.isNull { continue }
            if let problem = problem(in: member, field.shape) { return problem.inside(step(name)) }
        }
        guard value.isComplete else { return .endOfText }
        let missing = record.required & ~seen
        if missing == 0 { return nil }
        return self.missing(record.fields[missing.trailingZeroBitCount].name, in: value)
    }

    private func problem(in value: JSON, _ union: MeteroidUnion) -> Problem? {
        guard value.kind == .object else { return wrong(value, .own(MeteroidWords.union(union.name))) }
        var variant: MeteroidRecord?
        for (name, member) in value.members where name.isString("type") {
            if variant != nil { return duplicate(name, of: value) }
            if let problem = problem(inType: member, union) { return problem.inside(step(name)) }
            variant = member.stringBytes.flatMap(union.index).map { union.variants[$0] }
        }
        guard value.isComplete else { return .endOfText }
        guard let variant else { return missing("type", in: value) }
        guard var problem = problem(in: value, variant) else { return nil }
        problem.offset = after(value.end)
        return problem
    }

    private func problem(inType value: JSON, _ union: MeteroidUnion) -> Problem? {
        if value.end == brokenNumberEnd, value.kind != .string { return .endOfText }
        guard let type = value.stringBytes else { return wrong(value, .own(MeteroidWords.type)) }
        return union.index(of: type) == nil ? wrong(value, .choice(union.types)) : nil
    }

    private func problem(inDecimal value: JSON) -> Problem? {
        switch value.kind {
        case .string:
            if let text = value.stringBytes, MeteroidDecimal.accepts(text) { return nil }
        case .integer, .float:
            if MeteroidDecimal.accepts(value.source) { return nil }
        default:
            break
        }
        return wrong(value, .own(MeteroidWords.decimal))
    }

    private func problem(inID value: JSON, _ prefix: StaticString) -> Problem? {
        guard let text = value.stringBytes else { return wrong(value, .type(.string)) }
        guard MeteroidID.decode(text, prefix) == nil else { return nil }
        // An id is first a text and then looked at, when serde has gone on to whatever follows.
        return Problem(what: .broken(.format(.prefixed("\(prefix)")), value), offset: after(value.end))
    }

    private func problem(inIDs value: JSON, _ prefix: StaticString) -> Problem? {
        if let problem = problem(in: value, Self.strings) { return problem }
        for item in value.elements {
            guard var problem = problem(inID: item, prefix) else { continue }
            problem.offset = after(value.end)
            return problem
        }
        return nil
    }

    private static let strings = MeteroidList(of: .string)

    private func problem(inChoice value: JSON, _ choice: MeteroidChoice) -> Problem? {
        guard let word = value.stringBytes else {
            // Outside of a union serde takes it for a fault of syntax, at the first byte.
            return Problem(what: .broken(.choice(choice.words), value), offset: value.start + 1)
        }
        return choice.index(of: word) == nil ? wrong(value, .choice(choice.words)) : nil
    }
}

extension MeteroidReader {
    /// Of a scalar serde has read all, of an array or object nothing.
    private func wrong(_ value: JSON, _ rule: Rule) -> Problem {
        let isContainer = value.kind == .array || value.kind == .object
        return Problem(what: .broken(rule, value), offset: isContainer ? value.start : value.end)
    }

    private func missing(_ name: StaticString, in object: JSON) -> Problem {
        Problem(what: .broken(.missing, object), offset: object.end, steps: [.member("\(name)")])
    }

    private func duplicate(_ name: JSON, of object: JSON) -> Problem {
        Problem(what: .broken(.duplicate, object), offset: after(name.end), steps: [step(name)])
    }

    private func step(_ name: JSON) -> PathStep {
        .member(name.string ?? "")
    }

    private func isComplete(_ value: JSON) -> Bool {
        switch value.kind {
        case .array, .object: value.isComplete
        case .integer, .float: value.end != brokenNumberEnd
        default: true
        }
    }

    /// Where serde stands when it closes the object or array around a value that it has refused.
    private func after(_ end: Int) -> Int {
        var at = end
        while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
        guard at < text.count, text[at] == UInt8(ascii: "}") || text[at] == UInt8(ascii: "]") else { return at }
        return at + 1
    }
}

extension MeteroidInteger {
    /// The rule that a value breaks, or nil. `-0` and `1.0` are no integers to serde.
    fileprivate func rule(brokenBy value: JSON) -> Rule? {
        guard value.kind == .integer, !ASCII.equal(value.source, "-0"),
            let number = JSONNumber.int64(value.source)
        else { return .own(value.kind == .integer && isAboveSigned64(value) ? "i64" : name) }
        switch self {
        case .signed32:
            return Int32(exactly: number) == nil ? .own("i32") : nil
        case .natural32:
            // The contract's upper bound is narrower than the server's, and worded as what it is.
            return number < 0 ? .own("u32") : number > Int32.max ? .own(number > UInt32.max ? "u32" : "i32") : nil
        case .natural64:
            return number < 0 ? .own("u64") : nil
        }
    }

    private var name: String {
        switch self {
        case .signed32: "i32"
        case .natural32: "u32"
        case .natural64: "u64"
        }
    }

    /// Between the contract's bound and the server's.
    private func isAboveSigned64(_ value: JSON) -> Bool {
        guard case .natural64 = self else { return false }
        return MeteroidWords.isInteger(value.source) && JSONNumber.int64(value.source) == nil
    }
}
