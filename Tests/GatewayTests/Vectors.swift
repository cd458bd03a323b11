import Checkout
import FoundationEssentials
import TestSupport
import Testing
import Wire

/// One recorded request, and the answers that are right.
struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let kind: String
    let provider: String
    let method: String
    /// The path with its query, as in the request line.
    let target: String
    /// In the order of the file; a repeated field has one element for each value.
    let fields: [(name: String, value: String)]
    /// Nil if the request has no content.
    let body: [UInt8]?
    let isChunked: Bool
    /// The recorded answer; if the recorded service crashed, the decided answer.
    let accepted: [JSON]

    var testDescription: String { name }

    init(_ value: JSON, provider stem: String) {
        name = value.text("name")
        kind = value.text("kind")
        provider = value.member("provider")?.string ?? stem
        let request = value.object("request")
        method = request.text("method")
        target = request.text("path")
        fields = request.object("headers").members.flatMap { name, value in
            let values = value.kind == .array ? Array(value.elements) : [value]
            return values.map { (name.string ?? "", $0.string ?? "") }
        }
        if let encoded = request.member("body")?.member("base64")?.string {
            body = Data(base64Encoded: encoded).map { [UInt8]($0) }
        } else {
            body = request.member("body")?.stringBytes.map { Array($0) }
        }
        isChunked = request.member("chunked")?.bool == true
        let instead = Array(value.object("instead").elements)
        accepted = (value.member("crash")?.bool == true ? [] : [value.object("expect")]) + instead
    }

    /// All vectors of a provider. Throws ``FixtureFault``.
    static func load(of provider: any Provider) throws(FixtureFault) -> [Vector] {
        try load(ProviderFixture.folder(of: provider) + "/vectors.json", type(of: provider).name.text)
    }

    /// All vectors of a file; those that do not say of which provider they are have the one that is given. Throws
    /// ``FixtureFault``.
    static func load(_ path: String, _ provider: String = "") throws(FixtureFault) -> [Vector] {
        try FixtureFile.json(of: path).elements().map { Vector($0.json, provider: provider) }
    }

    /// Replaces each `{{name}}` by its value.
    static func substitute(_ values: [String: String], in text: String) -> String {
        ProviderFixture.substitute(values, in: text)
    }

    /// Empty if an answer is right, otherwise the differences from the nearest right answer. A redirect below a prefix
    /// leads below that prefix.
    func differences(from response: Response, below prefix: String = "") -> [String] {
        var response = response
        response.fields = response.fields.map { field in
            guard field.name == "Location", !prefix.isEmpty else { return field }
            return HeaderField(
                name: field.name, value: field.value.replacing("\(prefix)/", with: "/", maxReplacements: 1))
        }
        let found = accepted.map { Expectation($0).differences(from: response, method: method) }
        return found.min { $0.count < $1.count } ?? ["nothing is accepted"]
    }
}

extension JSON {
    /// A member that every vector has.
    fileprivate func object(_ name: StaticString) -> JSON { member(name) ?? JSON.null }

    fileprivate func text(_ name: StaticString) -> String { member(name)?.string ?? "" }

    fileprivate static let null = JSONDocument(Array("[null]".utf8), grammar: .answers).root!
}

/// The expected answer of a vector.
struct Expectation {
    private let expected: JSON

    init(_ expected: JSON) { self.expected = expected }

    /// The differences between an answer and the expected one, in words for the reader of the failed test.
    func differences(from response: Response, method: String) -> [String] {
        var found: [String] = []
        let status = expected.member("status")
        let statuses = status?.kind == .array ? Array(status!.elements) : [status].compactMap { $0 }
        if !statuses.contains(where: { JSONNumber.int64($0.source) == Int64(response.status) }) {
            found.append("status \(response.status)")
        }
        for (name, value) in expected.member("headers")?.members ?? JSON.null.members {
            check(field: name.string ?? "", value, response, &found)
        }
        let sent = method == "HEAD" ? [] : response.body
        if let json = expected.member("json") {
            let document = JSONDocument(utf8: sent, grammar: .answers)
            if let root = document.root, document.fault == nil {
                JSONMatch.differences(json, root, at: "$", &found)
            } else {
                found.append("body is not JSON: \(String(decoding: sent.prefix(300), as: UTF8.self))")
            }
        }
        if let text = expected.member("text")?.stringBytes, !text.elementsEqual(sent) { found.append("text differs") }
        if expected.member("empty")?.bool == true, !sent.isEmpty { found.append("body is not empty") }
        return found
    }

    private func check(field name: String, _ value: JSON, _ response: Response, _ found: inout [String]) {
        let name = name.lowercased()
        var values = response.fields.filter { $0.name.lowercased() == name }.map(\.value)
        if name == "content-type", let type = response.contentType { values.append(type) }
        let got = values.isEmpty ? nil : values.joined(separator: ", ")
        guard let expected = value.string else {
            if let got { found.append("field \(name): there is \(got)") }
            return
        }
        guard let got else {
            found.append("field \(name) is not there")
            return
        }
        let isRight: Bool
        if let placeholder = Placeholder(expected) {
            isRight = placeholder.matches(text: got)
        } else if name == "allow" {
            isRight = Set(got.split(separator: /, */)) == Set(expected.split(separator: /, */))
        } else if name == "content-type" {
            isRight = Expectation.squeezed(got) == Expectation.squeezed(expected)
        } else {
            isRight = got.utf8.elementsEqual(expected.utf8)
        }
        if !isRight { found.append("field \(name): expected \(expected), got \(got)") }
    }

    private static func squeezed(_ mediaType: String) -> String {
        mediaType.lowercased().replacing(/\s*([;=])\s*/) { "\($0.output.1)" }
    }
}

/// Compares JSON by meaning: arrays by order, objects by name, and `1` is not `1.0`.
enum JSONMatch {
    /// Adds how a value differs from what is expected.
    static func differences(_ want: JSON, _ got: JSON, at path: String, _ found: inout [String]) {
        if let text = want.string, let placeholder = Placeholder(text) {
            if !placeholder.matches(got) { found.append("\(path): expected \(text), got \(show(got))") }
            return
        }
        switch (want.kind, got.kind) {
        case (.object, .object):
            compareMembers(want, got, at: path, &found)
        case (.array, .array):
            let (wanted, items) = (Array(want.elements), Array(got.elements))
            if wanted.count != items.count {
                found.append("\(path): expected \(wanted.count) items, got \(items.count)")
            }
            for (index, pair) in zip(wanted, items).enumerated() {
                differences(pair.0, pair.1, at: "\(path)[\(index)]", &found)
            }
        default:
            if !isSame(want, got) { found.append("\(path): expected \(show(want)), got \(show(got))") }
        }
    }

    private static func compareMembers(_ want: JSON, _ got: JSON, at path: String, _ found: inout [String]) {
        var left: [[UInt8]: JSON] = [:]
        for (name, value) in got.members {
            let name = Array(name.stringBytes ?? [])
            if left.updateValue(value, forKey: name) != nil {
                found.append("\(path): \(String(decoding: name, as: UTF8.self)) is there twice")
            }
        }
        for (name, value) in want.members {
            let step = "\(path).\(name.string ?? "")"
            if let match = left.removeValue(forKey: Array(name.stringBytes ?? [])) {
                differences(value, match, at: step, &found)
            } else {
                found.append("\(step) is not there")
            }
        }
        for name in left.keys { found.append("\(path): unexpected \(String(decoding: name, as: UTF8.self))") }
    }

    private static func isSame(_ want: JSON, _ got: JSON) -> Bool {
        guard want.kind == got.kind else { return false }
        switch want.kind {
        case .null, .true, .false:
            return true
        case .string:
            return want.stringBytes == got.stringBytes
        case .integer:
            // `-0` and `0` are the same integer.
            return want.source == got.source || [want, got].allSatisfy { JSONNumber.int64($0.source) == 0 }
        case .float:
            return JSONNumber.double(want.source).bitPattern == JSONNumber.double(got.source).bitPattern
        case .array, .object:
            return false
        }
    }

    private static func show(_ value: JSON) -> String {
        String(decoding: value.source.prefix(200), as: UTF8.self)
    }
}

/// A string that stands for many values.
struct Placeholder {
    private let text: String

    /// Nil for a string that stands for itself.
    init?(_ text: String) {
        guard Placeholder.names.contains(text) || Placeholder.pattern(text) != nil else { return nil }
        self.text = text
    }

    private static let names: Set<String> = [
        "<any>", "<int>", "<number>", "<number|null>", "<string>", "<string|null>", "<bool>", "<datetime>",
        "<datetime|null>", "<date>", "<url>", "<url|null>", "<uuid>", "<object>", "<array>",
    ]

    private static func pattern(_ text: String) -> Substring? {
        text.hasPrefix("<re:") && text.hasSuffix(">") ? text.dropFirst(4).dropLast() : nil
    }

    func matches(_ value: JSON) -> Bool {
        if text.hasSuffix("|null>"), value.isNull { return true }
        switch text {
        case "<any>": return true
        case "<int>": return value.kind == .integer
        case "<number>", "<number|null>": return value.kind == .integer || value.kind == .float
        case "<bool>": return value.bool != nil
        case "<object>": return value.kind == .object
        case "<array>": return value.kind == .array
        case "<string|null>": return value.kind == .string
        default: return value.string.map(matches(text:)) ?? false
        }
    }

    func matches(text value: String) -> Bool {
        switch text {
        case "<any>": return true
        case "<string>", "<string|null>": return !value.isEmpty
        case "<datetime>", "<datetime|null>":
            return value.wholeMatch(of: /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/) != nil
        case "<date>": return value.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
        case "<uuid>": return value.wholeMatch(of: /[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/) != nil
        case "<url>", "<url|null>": return value.wholeMatch(of: /https?:\/\/[^\/?# ][^ ]*/) != nil
        default:
            guard let pattern = Placeholder.pattern(text), let regex = try? Regex(String(pattern)) else { return false }
            return value.wholeMatch(of: regex.dotMatchesNewlines()) != nil
        }
    }
}
