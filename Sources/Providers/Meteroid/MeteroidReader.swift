import Checkout
import Wire

/// Finds the first problem of a body, in the order in which the server's reader, serde, finds problems.
///
/// serde reads member by member, stops at the first problem, and reports missing members when an object ends. It
/// buffers the content of a union until the union ends, so all problems inside are found and positioned there.
struct MeteroidReader {
    /// What the reader found.
    enum Finding {
        /// A value breaks a rule.
        case issue(Issue)
        /// The text stops being JSON before any rule is broken. The path is given if it differs from the path of the
        /// document's fault.
        case fault(path: [PathStep]?)
    }

    let document: JSONDocument
    // Stored beside the document, so that reading a node does not retain the document.
    let nodes: [JSONNode]
    let text: [UInt8]
    /// The end of a number that is only the beginning of the text there, such as `0` in `012`; 0 if there is no such
    /// number.
    private let brokenNumberEnd: UInt32

    /// Checks a document against a shape; nil if nothing is wrong.
    static func finding(in document: JSONDocument, _ shape: MeteroidShape) -> Finding? {
        if document.nodes.isEmpty { return .fault(path: nil) }
        let reader = MeteroidReader(document)
        guard let problem = reader.problem(in: 0, shape) else {
            // Other text may follow a valid document.
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

    /// One problem, on its way out of the values that contain it. It is an object, so that returning nil costs almost
    /// nothing.
    final class Problem {
        enum What {
            case broken(Rule, Int)
            case endOfText
            /// For an ignored member, serde reports only that it is broken, not where in it.
            case endOfTextInIgnored
        }

        let what: What
        /// The number of bytes that were read when it was found.
        var offset: Int
        /// The path to it, innermost step first.
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

    /// The problem of the value at an index of the document's nodes.
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
                return wrong(value, MeteroidRule.date.rule)
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

    /// Where any value is allowed, serde still converts numbers, so that a number may be too large.
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
            if JSONNumber.double(JSON(document, value).source).isInfinite {
                return wrong(value, MeteroidRule.finite.rule)
            }
        case .string, .true, .false, .null:
            break
        }
        return isComplete(value) ? nil : .endOfText
    }

    func problem(inList value: Int, _ item: MeteroidShape) -> Problem? {
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

    /// It is inlined, as the other readers of a shape are, because a large body holds hundreds of values.
    ///
    /// - Parameter tag: the name that decided which variant of a union this is. It is not a member of the record.
    @inline(__always)
    private func problem(inRecord value: Int, _ record: MeteroidRecord, tag: Int? = nil) -> Problem? {
        guard case .object = nodes[value].kind else {
            return wrong(value, MeteroidRule.record("\(record.name)").rule)
        }
        let end = next(after: value)
        var seen: UInt32 = 0
        /// The index of the next member, if members come in the order of the contract.
        var expected = 0
        var name = value + 1
        // The text broke off after a name without a value.
        while name + 1 < end {
            let member = name + 1
            if name == tag {
                // The value of the tag is known to be a string.
            } else if let index = index(of: name, in: record.names, from: expected) {
                expected = index + 1
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
        // serde reports a duplicate name before it reads the value.
        if name < end, let index = index(of: name, in: record.names), seen & 1 << UInt32(index) != 0 {
            return duplicate(name, of: value)
        }
        guard isComplete(value) else { return .endOfText }
        let missing = record.required & ~seen
        return missing == 0 ? nil : self.missing(record.names.texts[missing.trailingZeroBitCount], in: value)
    }

    @inline(__always)
    private func problem(inUnion value: Int, _ union: MeteroidUnion) -> Problem? {
        guard case .object = nodes[value].kind else {
            return wrong(value, MeteroidRule.union("\(union.name)").rule)
        }
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
        // A name of another length is not the tag, unless it has escapes.
        return (node.isEscaped || node.inside.count == 4) && index(of: name, in: union.tag) != nil
    }

    private func wrong(_ member: Int, tag name: Int, of union: MeteroidUnion) -> Problem {
        guard case .string = nodes[member].kind else {
            return wrong(member, MeteroidRule.variant.rule).inside(step(name))
        }
        return wrong(member, .choice(union.types.texts)).inside(step(name))
    }
}

extension MeteroidReader {
    /// The index of a string in a list of names, by its characters; nil also for a value that is not a string.
    func index(of string: Int, in names: MeteroidNames, from start: Int = 0) -> Int? {
        nodes[string].characters(in: text) { names.index(of: $0, from: start) } ?? nil
    }

    /// The index of the node after a value and everything in it.
    func next(after value: Int) -> Int {
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
        // Uses a pattern, because a comparison of kinds calls into their module.
        switch node.kind {
        case .integer, .float: return true
        default: return false
        }
    }

    /// serde has read all of a scalar, but nothing of an array or object.
    func wrong(_ value: Int, _ rule: Rule) -> Problem {
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

    /// The offset of serde after it closes the object or array around a value that it refused.
    func after(_ value: Int) -> Int {
        var at = Int(nodes[value].end)
        while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
        guard at < text.count, text[at] == UInt8(ascii: "}") || text[at] == UInt8(ascii: "]") else { return at }
        return at + 1
    }
}
