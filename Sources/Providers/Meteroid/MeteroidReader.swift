import Checkout
import Wire

/// Finds the first thing wrong with a body, in the order in which the server's reader, serde, comes upon things.
///
/// serde reads member by member, stops at the first problem, and reports what is missing when an object ends. The
/// content of a union is set aside until its end, so that all problems in it are found, and placed, there.
struct MeteroidReader {
    /// What was come upon.
    enum Finding {
        /// A value breaks a rule.
        case issue(Issue)
        /// The text stops being JSON before any rule was broken. The path is given where it is another than that of the
        /// document's fault.
        case fault(path: [PathStep]?)
    }

    private let document: JSONDocument
    // Kept beside the document, so that looking at one costs no reference.
    private let nodes: [JSONNode]
    private let text: [UInt8]
    /// The end of a number that is only the beginning of what stands there, such as `0` in `012`; 0 where none is.
    private let brokenNumberEnd: UInt32

    /// Holds a document against a shape; nil where all is well.
    static func finding(in document: JSONDocument, _ shape: MeteroidShape) -> Finding? {
        if document.nodes.isEmpty { return .fault(path: nil) }
        let reader = MeteroidReader(document)
        guard let problem = reader.problem(in: 0, shape) else {
            // Behind a document that is well, text may follow.
            return document.fault == nil ? nil : .fault(path: nil)
        }
        let path = Array(problem.steps.reversed())
        switch problem.what {
        case .broken(let rule, let input):
            return .issue(Issue(rule, at: path, input: JSON(document, input), offset: problem.offset))
        case .endOfText:
            return .fault(path: nil)
        case .endOfTextInIgnored:
            return .fault(path: path)
        }
    }

    private init(_ document: JSONDocument) {
        self.document = document
        nodes = document.nodes
        text = document.text
        brokenNumberEnd = UInt32(truncatingIfNeeded: MeteroidSyntax.brokenNumberEnd(in: document) ?? 0)
    }

    /// One problem, on its way out of the values that it was found in. An object, so that it costs next to nothing to
    /// hand on that there is none.
    private final class Problem {
        enum What {
            case broken(Rule, Int)
            case endOfText
            /// Of a member that is ignored, serde tells only that it is broken, not where in it.
            case endOfTextInIgnored
        }

        let what: What
        /// How many bytes were read when it was found.
        var offset: Int
        /// The way to it, innermost first.
        var steps: [PathStep]

        init(what: What, offset: Int, steps: [PathStep] = []) {
            self.what = what
            self.offset = offset
            self.steps = steps
        }

        func inside(_ step: PathStep) -> Problem {
            steps.append(step)
            return self
        }

        static var endOfText: Problem { Problem(what: .endOfText, offset: 0) }
    }

    /// What is wrong with the value at a place among the document's nodes.
    private func problem(in value: Int, _ shape: MeteroidShape) -> Problem? {
        if isBrokenNumber(value) { return .endOfText }
        switch shape {
        case .string:
            if case .string = nodes[value].kind { return nil }
            return wrong(value, .type(.string))
        case .boolean:
            switch nodes[value].kind {
            case .true, .false: return nil
            default: return wrong(value, .type(.boolean))
            }
        case .integer(let integer):
            return problem(inInteger: value, integer)
        case .decimal:
            return problem(inDecimal: value)
        case .date:
            guard let text = JSON(document, value).stringBytes, (try? MeteroidDate.read(text)) != nil else {
                return wrong(value, .own(MeteroidWords.date))
            }
            return nil
        case .id(let prefix):
            return problem(inID: value, prefix)
        case .idList(let prefix):
            return problem(inIDs: value, prefix)
        case .choice(let choice):
            return choice.withObject { problem(inChoice: value, $0) }
        case .list(let list):
            return list.withObject { problem(inList: value, $0.item) }
        case .record(let record):
            return record.withObject { problem(inRecord: value, $0) }
        case .union(let union):
            return union.withObject { problem(inUnion: value, $0) }
        case .anything:
            return problem(inAnything: value)
        }
    }

    /// Of what may be anything serde keeps numbers as they are computed with, so that one may be too large.
    private func problem(inAnything value: Int) -> Problem? {
        switch nodes[value].kind {
        case .array:
            return problem(inList: value, .anything)
        case .object:
            let end = next(after: value)
            var name = value + 1
            while name + 1 < end {
                if let problem = problem(in: name + 1, .anything) { return problem.inside(step(name)) }
                name = next(after: name + 1)
            }
        case .integer, .float:
            if JSONNumber.double(JSON(document, value).source).isInfinite { return wrong(value, .own("number")) }
        case .string, .true, .false, .null:
            break
        }
        return isComplete(value) ? nil : .endOfText
    }

    private func problem(inList value: Int, _ item: MeteroidShape) -> Problem? {
        guard case .array = nodes[value].kind else { return wrong(value, .type(.array)) }
        let end = next(after: value)
        var at = value + 1
        var index = 0
        while at < end {
            if let problem = problem(in: at, item) { return problem.inside(.element(index)) }
            at = next(after: at)
            index += 1
        }
        return isComplete(value) ? nil : .endOfText
    }

    /// - Parameter tag: the name that said which variant of a union this is. It is none of its members.
    private func problem(inRecord value: Int, _ record: MeteroidRecord, tag: Int? = nil) -> Problem? {
        guard case .object = nodes[value].kind else {
            return wrong(value, .own(MeteroidWords.record(record.name)))
        }
        let end = next(after: value)
        var seen: UInt32 = 0
        /// Where the next member is found if they come in the order of the contract.
        var usual = 0
        var name = value + 1
        // A name without a value is where the text broke off.
        while name + 1 < end {
            let member = name + 1
            if name == tag {
                // Its value is known to be a string.
            } else if let index = index(of: name, in: record.names, from: usual) {
                usual = index + 1
                let bit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: index)
                if seen & bit != 0 { return duplicate(name, of: value) }
                seen |= bit
                let isAbsent = record.nullable & bit != 0 && nodes[member].isNull
                if !isAbsent, let problem = problem(in: member, record.shapes[index]) {
                    return problem.inside(step(name))
                }
            } else if !isComplete(member) {
                return Problem(what: .endOfTextInIgnored, offset: 0).inside(step(name))
            }
            name = next(after: member)
        }
        // A name is known to be there twice before its value is read.
        if name < end, let index = index(of: name, in: record.names), seen & 1 << UInt32(index) != 0 {
            return duplicate(name, of: value)
        }
        guard isComplete(value) else { return .endOfText }
        let missing = record.required & ~seen
        return missing == 0 ? nil : self.missing(record.names.texts[missing.trailingZeroBitCount], in: value)
    }

    private func problem(inUnion value: Int, _ union: MeteroidUnion) -> Problem? {
        guard case .object = nodes[value].kind else { return wrong(value, .own(MeteroidWords.union(union.name))) }
        let end = next(after: value)
        var found: (tag: Int, variant: Int)?
        var name = value + 1
        while name + 1 < end {
            let member = name + 1
            if isTag(name, of: union) {
                if found != nil { return duplicate(name, of: value) }
                if isBrokenNumber(member) { return .endOfText }
                guard let variant = index(of: member, in: union.types) else {
                    return wrong(member, tag: name, of: union)
                }
                found = (name, variant)
            }
            name = next(after: member)
        }
        guard isComplete(value) else { return .endOfText }
        guard let found else { return missing("type", in: value) }
        let variant = union.variants[found.variant]
        guard let problem = variant.withObject({ problem(inRecord: value, $0, tag: found.tag) }) else { return nil }
        problem.offset = after(value)
        return problem
    }

    private func isTag(_ name: Int, of union: MeteroidUnion) -> Bool {
        let node = nodes[name]
        // Any other length between the quotes settles it.
        return (node.isEscaped || node.inside.count == 4) && index(of: name, in: union.tag) != nil
    }

    private func wrong(_ member: Int, tag name: Int, of union: MeteroidUnion) -> Problem {
        guard case .string = nodes[member].kind else {
            return wrong(member, .own(MeteroidWords.type)).inside(step(name))
        }
        return wrong(member, .choice(union.types.texts)).inside(step(name))
    }

    private func problem(inInteger value: Int, _ integer: MeteroidInteger) -> Problem? {
        let node = nodes[value]
        // So few digits without a sign are within every bound.
        if case .integer = node.kind, node.end - node.start < 10, text[Int(node.start)] != UInt8(ascii: "-") {
            return nil
        }
        return integer.rule(brokenBy: JSON(document, value)).flatMap { wrong(value, $0) }
    }

    private func problem(inDecimal value: Int) -> Problem? {
        // The contract has decimals as strings alone. The vendor's server takes JSON numbers too, which a client may have
        // rounded before it sent them.
        if nodes[value].characters(in: text, MeteroidDecimal.isPlain) == true { return nil }
        if let text = JSON(document, value).stringBytes, MeteroidDecimal.accepts(text) { return nil }
        return wrong(value, .own(MeteroidWords.decimal))
    }

    private func problem(inID value: Int, _ prefix: StaticString) -> Problem? {
        if nodes[value].characters(in: text, { MeteroidID.decodePrefixed($0, prefix) != nil }) == true { return nil }
        guard let text = JSON(document, value).stringBytes else { return wrong(value, .type(.string)) }
        guard MeteroidID.decode(text, prefix) == nil else { return nil }
        // An id is first a text and then looked at, when serde has gone on to whatever follows.
        return Problem(what: .broken(.format(.prefixed("\(prefix)")), value), offset: after(value))
    }

    private func problem(inIDs value: Int, _ prefix: StaticString) -> Problem? {
        if let problem = problem(inList: value, .string) { return problem }
        let end = next(after: value)
        var item = value + 1
        while item < end {
            if let problem = problem(inID: item, prefix) {
                problem.offset = after(value)
                return problem
            }
            item = next(after: item)
        }
        return nil
    }

    private func problem(inChoice value: Int, _ choice: MeteroidChoice) -> Problem? {
        let node = nodes[value]
        guard case .string = node.kind else {
            // Outside of a union serde takes it for a fault of syntax, at the first byte.
            return Problem(what: .broken(.choice(choice.words.texts), value), offset: Int(node.start) + 1)
        }
        if index(of: value, in: choice.words) != nil { return nil }
        return wrong(value, .choice(choice.words.texts))
    }
}

extension MeteroidReader {
    /// The place of a string, by its characters, in a row of names; nil also for what is no string.
    private func index(of string: Int, in names: MeteroidNames, from start: Int = 0) -> Int? {
        nodes[string].characters(in: text) { names.index(of: $0, from: start) } ?? nil
    }

    /// The node behind a value and all that is in it.
    private func next(after value: Int) -> Int {
        let next = Int(nodes[value].next)
        return next == 0 ? nodes.count : next
    }

    private func isComplete(_ value: Int) -> Bool {
        nodes[value].end != 0 && !isBrokenNumber(value)
    }

    @inline(__always)
    private func isBrokenNumber(_ value: Int) -> Bool {
        guard brokenNumberEnd != 0 else { return false }
        let node = nodes[value]
        guard node.end == brokenNumberEnd else { return false }
        // Matched, because a comparison of kinds is a call into their module.
        switch node.kind {
        case .integer, .float: return true
        default: return false
        }
    }

    /// Of a scalar serde has read all, of an array or object nothing.
    private func wrong(_ value: Int, _ rule: Rule) -> Problem {
        let node = nodes[value]
        let isContainer = node.kind == .array || node.kind == .object
        return Problem(what: .broken(rule, value), offset: Int(isContainer ? node.start : node.end))
    }

    private func missing(_ name: String, in object: Int) -> Problem {
        Problem(what: .broken(.missing, object), offset: Int(nodes[object].end), steps: [.member(name)])
    }

    private func duplicate(_ name: Int, of object: Int) -> Problem {
        Problem(what: .broken(.duplicate, object), offset: after(name), steps: [step(name)])
    }

    private func step(_ name: Int) -> PathStep {
        .member(JSON(document, name).string ?? "")
    }

    /// Where serde stands when it closes the object or array around a value that it has refused.
    private func after(_ value: Int) -> Int {
        var at = Int(nodes[value].end)
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
