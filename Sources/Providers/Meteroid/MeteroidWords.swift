import Checkout
import Wire

/// The server's messages about a wrong request.
enum MeteroidWords {
    /// The message about a broken rule. Some rules are not about a value in the body.
    static func message(_ issue: Issue) -> String {
        guard let input = issue.input else { return issue.rule.own(MeteroidRule.self)?.words ?? "Bad request" }
        let (words, isSyntax) = words(for: issue, input)
        let begin = isSyntax ? unparsed : undeserialized
        return begin + text(of: path(of: issue)) + words + position(issue.offset, in: input.document.text)
    }

    /// The message about a body that is not JSON, or that breaks a rule before it stops being JSON.
    static func message(_ document: JSONDocument) -> String {
        var ignored: [PathStep]?
        switch MeteroidReader.finding(in: MeteroidSyntax.readable(document), MeteroidRequest.shape) {
        case .issue(let issue): return message(issue)
        case .fault(let path): ignored = path
        case nil: break
        }
        let syntax = MeteroidSyntax(document)
        let path = text(of: ignored ?? syntax.path, isInName: syntax.isInName && ignored == nil)
        return unparsed + path + syntax.words + position(syntax.offset, in: document.text)
    }

    private static let unparsed = "Failed to parse the request body as JSON: "
    private static let undeserialized = "Failed to deserialize the JSON body into the target type: "

    /// Lines count from 1. A column is the number of bytes of its line that were read.
    private static func position(_ offset: Int, in text: [UInt8]) -> String {
        let read = text.prefix(offset)
        let lines = read.count { $0 == UInt8(ascii: "\n") }
        let column = read.count - (read.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
        return " at line \(lines + 1) column \(column)"
    }

    private static func text(of path: [PathStep], isInName: Bool = false) -> String {
        var out = ""
        for step in path {
            switch step {
            case .member(let name): out += out.isEmpty ? name : ".\(name)"
            case .element(let index): out += "[\(index)]"
            }
        }
        if path.isEmpty { return "" }
        return isInName ? "\(out).?: " : "\(out): "
    }

    /// The path as the server reports it. For a missing or duplicate member it is the path of the object. Inside a
    /// union it ends at the union or at its type, because serde reads the content from a copy that has no path.
    private static func path(of issue: Issue) -> [PathStep] {
        var path = issue.path
        if issue.rule == .missing || issue.rule == .duplicate { path.removeLast() }
        guard let union = path.firstIndex(where: unions.contains) else { return path }
        if path.count == union + 2, path.last == .member("type") { return path }
        return Array(path.prefix(union + 1))
    }

    private static let unions: Set<PathStep> = [
        .member("payment_methods_config"), .member("customization"), .member("price_entry"), .member("product_ref"),
    ]
}

extension MeteroidWords {
    private static func words(for issue: Issue, _ input: JSON) -> (words: String, isSyntax: Bool) {
        switch issue.rule {
        case .missing:
            return ("missing field `\(lastName(of: issue.path))`", false)
        case .duplicate:
            return ("duplicate field `\(lastName(of: issue.path))`", false)
        default:
            break
        }
        if input.kind == .integer || input.kind == .float, JSONNumber.double(input.source).isInfinite {
            return ("number out of range", true)
        }
        switch issue.rule {
        case .choice(let words):
            return choice(words, input, isInUnion: issue.path.contains(where: unions.contains))
        case .format(.prefixed(let prefix)):
            return (MeteroidID.fault(in: input.stringBytes ?? [], expecting: prefix), false)
        case .type(.string):
            return (mismatch(input, "a string"), false)
        case .type(.boolean):
            return (mismatch(input, "a boolean"), false)
        case .type(.array):
            return (mismatch(input, "a sequence"), false)
        default:
            return (issue.rule.own(MeteroidRule.self).map { words(for: $0, input) } ?? "invalid value", false)
        }
    }

    private static func words(for rule: MeteroidRule, _ input: JSON) -> String {
        if rule == .date, let text = input.stringBytes {
            do throws(MeteroidDate.Fault) {
                _ = try MeteroidDate.read(text)
            } catch {
                return error.words
            }
        }
        let isRightType =
            switch input.kind {
            case .integer: isInteger(input.source) && rule.isAboutSize
            case .string: rule == .decimal
            default: false
            }
        return mismatch(input, rule.words, isRightType: isRightType)
    }

    /// A value of a wrong type, or of the right type but out of range.
    private static func mismatch(_ input: JSON, _ wanted: String, isRightType: Bool = false) -> String {
        "invalid \(isRightType ? "value" : "type"): \(description(of: input)), expected \(wanted)"
    }

    private static func choice(_ words: [String], _ input: JSON, isInUnion: Bool) -> (words: String, isSyntax: Bool) {
        guard let word = input.string else {
            return isInUnion ? (mismatch(input, "string or map"), false) : ("expected value", true)
        }
        let quoted = words.map { "`\($0)`" }
        let list =
            switch quoted.count {
            case 1: quoted[0]
            case 2: "\(quoted[0]) or \(quoted[1])"
            default: "one of \(quoted.joined(separator: ", "))"
            }
        return ("unknown variant `\(word)`, expected \(list)", false)
    }

    private static func lastName(of path: [PathStep]) -> String {
        if case .member(let name) = path.last { name } else { "" }
    }

    /// Whether digits are an integer to serde. It reads `-0`, and numbers that do not fit into 64 bits, as floating
    /// point.
    static func isInteger(_ source: ArraySlice<UInt8>) -> Bool {
        if ASCII.equal(source, "-0") { return false }
        if JSONNumber.int64(source) != nil { return true }
        guard source.allSatisfy(ASCII.isDigit), source.count <= 20 else { return false }
        return source.count < 20 || !"18446744073709551615".utf8.lexicographicallyPrecedes(source)
    }

    private static func description(of value: JSON) -> String {
        switch value.kind {
        case .null: "null"
        case .true: "boolean `true`"
        case .false: "boolean `false`"
        case .integer where isInteger(value.source):
            "integer `\(String(decoding: value.source, as: UTF8.self))`"
        case .integer, .float: "floating point `\(MeteroidFloat.text(JSONNumber.double(value.source)))`"
        case .string: "string \(quoted(value.stringBytes ?? []))"
        case .array: "sequence"
        case .object: "map"
        }
    }

    /// A string as Rust's debug format shows it.
    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
        var out = "\""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\0": out += "\\0"
            case "\u{1}"..."\u{1F}", "\u{7F}"..."\u{9F}": out += "\\u{\(String(scalar.value, radix: 16))}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
