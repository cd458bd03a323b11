import Checkout
import Wire

/// Numbers, ids and choices: values other than records, lists and unions.
extension MeteroidReader {
    @inline(__always)
    func problem(inInteger value: Int, _ integer: MeteroidInteger) -> Problem? {
        let node = nodes[value]
        // A number of so few digits without a sign is within every limit.
        if case .integer = node.kind, node.end - node.start < 10, text[Int(node.start)] != UInt8(ascii: "-") {
            return nil
        }
        return integer.rule(brokenBy: JSON(document, value)).flatMap { wrong(value, $0) }
    }

    @inline(__always)
    func problem(inDecimal value: Int) -> Problem? {
        // The contract has decimals only as strings. The vendor's server also accepts JSON numbers, which a client may
        // have rounded before it sent them.
        if nodes[value].characters(in: text, MeteroidDecimal.isPlain) == true { return nil }
        if let text = JSON(document, value).stringBytes, MeteroidDecimal.accepts(text) { return nil }
        return wrong(value, MeteroidRule.decimal.rule)
    }

    @inline(__always)
    func problem(inID value: Int, _ prefix: StaticString) -> Problem? {
        if nodes[value].characters(in: text, { MeteroidID.decodePrefixed($0, prefix) != nil }) == true { return nil }
        guard let text = JSON(document, value).stringBytes else { return wrong(value, .type(.string)) }
        guard MeteroidID.decode(text, prefix) == nil else { return nil }
        // serde reads an id as a text first, and checks it when it has read on to what follows.
        return Problem(what: .broken(.format(.prefixed("\(prefix)")), value), offset: after(value))
    }

    func problem(inIDs value: Int, _ prefix: StaticString) -> Problem? {
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

    @inline(__always)
    func problem(inChoice value: Int, _ choice: MeteroidChoice) -> Problem? {
        let node = nodes[value]
        guard case .string = node.kind else {
            // Outside a union, serde reports this as a syntax error at the first byte.
            return Problem(what: .broken(.choice(choice.words.texts), value), offset: Int(node.start) + 1)
        }
        if index(of: value, in: choice.words) != nil { return nil }
        return wrong(value, .choice(choice.words.texts))
    }
}
