import Wire

/// Functions for tests over whole trees.
enum JSONTree {
    /// The text that the writer makes of a tree.
    static func written(_ value: JSON) -> [UInt8] {
        var writer = JSONWriter()
        write(value, to: &writer)
        return writer.finish()
    }

    private static func write(_ value: JSON, to writer: inout JSONWriter) {
        switch value.kind {
        case .null: writer.null()
        case .true, .false: writer.bool(value.bool ?? false)
        case .integer, .float:
            // RFC 8259 has no `NaN` and no infinities, so the writer writes them only as raw text.
            switch String(decoding: value.source, as: UTF8.self) {
            case "NaN": writer.raw("NaN")
            case "Infinity": writer.raw("Infinity")
            case "-Infinity": writer.raw("-Infinity")
            default: writer.number(value.source)
            }
        case .string: writer.string(utf8: value.stringBytes ?? [])
        case .array: writer.array { writer in for item in value.elements { write(item, to: &writer) } }
        case .object:
            writer.object { writer in
                for (name, value) in value.members {
                    writer.name(bytes: name.stringBytes ?? [])
                    write(value, to: &writer)
                }
            }
        }
    }

    /// Whether two trees have the same values in the same order, with the same spelling of numbers and the same
    /// duplicates.
    static func same(_ left: JSON, _ right: JSON) -> Bool {
        guard left.kind == right.kind, left.isComplete == right.isComplete else { return false }
        switch left.kind {
        case .null, .true, .false: return true
        case .integer, .float: return left.source.elementsEqual(right.source)
        case .string: return left.stringBytes == right.stringBytes
        case .array:
            return Array(left.elements).count == Array(right.elements).count
                && zip(left.elements, right.elements).allSatisfy { same($0, $1) }
        case .object:
            return Array(left.members).count == Array(right.members).count
                && zip(left.members, right.members).allSatisfy { same($0.name, $1.name) && same($0.value, $1.value) }
        }
    }

    /// Whether two texts have the same value: numbers by value, objects without regard to order.
    static func equal(_ left: JSON, _ right: JSON) -> Bool {
        switch (left.kind, right.kind) {
        case (.integer, .integer), (.integer, .float), (.float, .integer), (.float, .float):
            if let one = JSONNumber.int64(left.source), let other = JSONNumber.int64(right.source) {
                return one == other
            }
            return JSONNumber.double(left.source) == JSONNumber.double(right.source)
        case (.string, .string): return left.stringBytes == right.stringBytes
        case (.array, .array):
            return Array(left.elements).count == Array(right.elements).count
                && zip(left.elements, right.elements).allSatisfy { equal($0, $1) }
        case (.object, .object):
            return Array(left.members).count == Array(right.members).count
                && left.members.allSatisfy { member in
                    right.member(bytes: member.name.stringBytes ?? []).map { equal(member.value, $0) } ?? false
                }
        default: return left.kind == right.kind
        }
    }

    /// Visits every value in every possible way and returns the number of values. Traps if the tree is not sound.
    static func visit(_ value: JSON) -> Int {
        var count = 1
        _ = value.string
        _ = value.source
        _ = value.bool
        _ = value.member("a")
        precondition(0 <= value.start && value.start < value.end, "A value has at least one byte.")
        for item in value.elements { count += visit(item) }
        for (name, item) in value.members {
            precondition(value.member(bytes: name.stringBytes ?? []) != nil, "A member is found by its name.")
            count += visit(item)
        }
        return count
    }
}

extension JSONDocument {
    convenience init(_ text: String, grammar: JSONGrammar = .rfc8259) {
        self.init(utf8: Array(text.utf8), grammar: grammar)
    }
}
