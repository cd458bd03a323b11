import Checkout
import Testing
import Wire

@testable import Providers

/// Every kind of value, every presence and every policy, with the issues as both dialects report them.
@Suite struct `Body reader` {
    /// The policies of the dialects, and one in which null counts as an absent member.
    enum Dialect: CaseIterable {
        case strict, fastAPI, lenient

        var policy: BodyPolicy {
            switch self {
            case .strict: .strict
            case .fastAPI: .fastAPI
            case .lenient:
                BodyPolicy(
                    duplicates: .lastCounts, nulls: .absent, coercion: .none, root: nil, showsIncompleteObjects: false)
            }
        }

        func reader(_ body: String) -> BodyReader {
            BodyReader(JSONDocument(Array(body.utf8), grammar: .python), policy)
        }
    }

    /// The result of a read as text: the value, `nil`, or the issues.
    private static func outcome(_ reader: borrowing BodyReader, _ value: String?) -> String {
        do throws(Failure) {
            try reader.finish()
            return value ?? "nil"
        } catch {
            guard case .invalid(let issues) = error else { return "\(error)" }
            return issues.map { "\($0.dottedPath): \(PydanticWords($0.rule, $0.input).type)" }.joined(separator: "; ")
        }
    }

    @Test(
        arguments: [
            (.required, #"{"a":"x"}"#, "x", "x", "x"), (.required, "{}", "a: missing", "body.a: missing", "a: missing"),
            (.required, #"{"a":null}"#, "a: string_type", "body.a: string_type", "a: string_type"),
            (.optional, "{}", "nil", "nil", "nil"),
            (.optional, #"{"a":null}"#, "a: string_type", "body.a: string_type", "nil"),
            (.nullable, "{}", "nil", "nil", "nil"), (.nullable, #"{"a":null}"#, "nil", "nil", "nil"),
            (.nullable, #"{"a":1}"#, "a: string_type", "body.a: string_type", "a: string_type"),
            (.requiredNullable, #"{"a":null}"#, "nil", "nil", "nil"),
            (.requiredNullable, "{}", "a: missing", "body.a: missing", "a: missing"),
            (.optional, #"{"a":"x","a":"y"}"#, "a: value_error", "y", "y"),
            (.nullable, #"{"a":"x","a":null}"#, "a: value_error", "nil", "nil"),
            (.optional, #"{"\u0061":"x"}"#, "x", "x", "x"),
        ] as [(BodyReader.Presence, String, String, String, String)])
    func `allows absent and null members by their presence`(
        _ presence: BodyReader.Presence, _ body: String, _ strict: String, _ fastAPI: String, _ lenient: String
    ) {
        for (dialect, expected) in zip(Dialect.allCases, [strict, fastAPI, lenient]) {
            var reader = dialect.reader(body)
            let object = reader.object(reader.root)
            let text = reader.string(reader.member("a", of: object, presence))
            #expect(Self.outcome(reader, text) == expected, "\(dialect)")
        }
    }

    @Test(arguments: [
        (#""""#, "", ""), (#""é\n""#, "é\n", "é\n"), (#""\ud800""#, "\u{FFFD}", "\u{FFFD}"),
        ("1", "a: string_type", "body.a: string_type"), ("true", "a: string_type", "body.a: string_type"),
        ("[]", "a: string_type", "body.a: string_type"), ("{}", "a: string_type", "body.a: string_type"),
    ])
    func `reads strings`(_ value: String, _ strict: String, _ fastAPI: String) {
        for (dialect, expected) in zip(Dialect.allCases, [strict, fastAPI, strict]) {
            var reader = dialect.reader(#"{"a":\#(value)}"#)
            let object = reader.object(reader.root)
            let text = reader.string(reader.member("a", of: object, .optional))
            #expect(Self.outcome(reader, text) == expected, "\(dialect)")
        }
    }

    @Test(arguments: [
        ("1", "1", "1"), ("10", "10", "10"), ("1.0", "1", "1"), ("1e1", "10", "10"),
        ("0", "a: greater_than_equal", "body.a: greater_than_equal"),
        ("-5", "a: greater_than_equal", "body.a: greater_than_equal"),
        ("11", "a: less_than_equal", "body.a: less_than_equal"),
        ("99999999999999999999", "a: less_than_equal", "body.a: less_than_equal"),
        ("-99999999999999999999", "a: greater_than_equal", "body.a: greater_than_equal"),
        ("1.5", "a: int_from_float", "body.a: int_from_float"), (#""7""#, "a: int_type", "7"),
        (#"" 7 ""#, "a: int_type", "7"), (#""x""#, "a: int_type", "body.a: int_parsing"),
        ("true", "a: int_type", "1"), ("false", "a: int_type", "body.a: greater_than_equal"),
        ("null", "a: int_type", "body.a: int_type"), ("[]", "a: int_type", "body.a: int_type"),
        ("{}", "a: int_type", "body.a: int_type"), ("NaN", "a: int_from_float", "body.a: finite_number"),
    ])
    func `reads integers`(_ value: String, _ strict: String, _ fastAPI: String) {
        for (dialect, expected) in zip([Dialect.strict, .fastAPI], [strict, fastAPI]) {
            var reader = dialect.reader(#"{"a":\#(value)}"#)
            let object = reader.object(reader.root)
            let number = reader.integer(reader.member("a", of: object, .required), in: 1...10)
            #expect(Self.outcome(reader, number.map { "\($0)" }) == expected, "\(dialect)")
        }
    }

    @Test(arguments: [
        ("true", "true", "true"), ("false", "false", "false"), ("1", "a: bool_type", "true"),
        ("0", "a: bool_type", "false"), ("-0", "a: bool_type", "false"), ("2", "a: bool_type", "body.a: bool_parsing"),
        ("1.0", "a: bool_type", "true"), ("2.0", "a: bool_type", "body.a: bool_parsing"),
        // pydantic 2.13.4 does not interpret an integer beyond 64 bits.
        ("9223372036854775807", "a: bool_type", "body.a: bool_parsing"),
        ("9223372036854775808", "a: bool_type", "body.a: bool_type"),
        ("-9223372036854775808", "a: bool_type", "body.a: bool_parsing"),
        ("-9223372036854775809", "a: bool_type", "body.a: bool_type"),
        ("1\(String(repeating: "0", count: 400))", "a: bool_type", "body.a: bool_type"),
        ("1e18", "a: bool_type", "body.a: bool_parsing"), ("1e19", "a: bool_type", "body.a: bool_type"),
        ("0.5", "a: bool_type", "body.a: bool_type"), ("1e400", "a: bool_type", "body.a: bool_type"),
        (#""true""#, "a: bool_type", "true"), (#""OFF""#, "a: bool_type", "false"), (#""Yes""#, "a: bool_type", "true"),
        (#""n""#, "a: bool_type", "false"), (#""""#, "a: bool_type", "body.a: bool_parsing"),
        (#"" true""#, "a: bool_type", "body.a: bool_parsing"), (#""\udc00""#, "a: bool_type", "body.a: string_unicode"),
        ("null", "a: bool_type", "body.a: bool_type"), ("[true]", "a: bool_type", "body.a: bool_type"),
        ("{}", "a: bool_type", "body.a: bool_type"),
    ])
    func `reads booleans`(_ value: String, _ strict: String, _ fastAPI: String) {
        for (dialect, expected) in zip([Dialect.strict, .fastAPI], [strict, fastAPI]) {
            var reader = dialect.reader(#"{"a":\#(value)}"#)
            let object = reader.object(reader.root)
            let bool = reader.boolean(reader.member("a", of: object, .required))
            #expect(Self.outcome(reader, bool.map { "\($0)" }) == expected, "\(dialect)")
        }
    }

    @Test(arguments: [
        ("[]", ""), (#"["x","y"]"#, "x,y"), (#"["x",1,"z",null]"#, "body.a.1: string_type; body.a.3: string_type"),
        (#"[["x"]]"#, "body.a.0: string_type"), ("{}", "body.a: list_type"), (#""x""#, "body.a: list_type"),
        ("null", "body.a: list_type"),
    ])
    func `reads arrays`(_ value: String, _ expected: String) {
        var reader = Dialect.fastAPI.reader(#"{"b":[0],"a":\#(value),"c":1}"#)
        let object = reader.object(reader.root)
        var texts: [String] = []
        for element in reader.elements(of: reader.member("a", of: object, .required)) {
            if let text = reader.string(element) { texts.append(text) }
        }
        #expect(Self.outcome(reader, texts.joined(separator: ",")) == expected)
    }

    @Test(arguments: [
        ("{}", "{}"), (#"{ "k":[1] }"#, #"{ "k":[1] }"#), (#"{"k":NaN}"#, #"{"k":null}"#), ("[]", "body.a: dict_type"),
        ("null", "body.a: dict_type"), ("1", "body.a: dict_type"),
    ])
    func `reads dictionaries as JSON text`(_ value: String, _ expected: String) {
        var reader = Dialect.fastAPI.reader(#"{"a":\#(value)}"#)
        let object = reader.object(reader.root)
        let text = reader.dictionary(reader.member("a", of: object, .required))
        #expect(Self.outcome(reader, text.map { String(decoding: $0.bytes, as: UTF8.self) }) == expected)
    }

    /// Reads the lines of a cart: objects in an array, each with a nullable object of its own.
    private func readLines(_ body: String, _ dialect: Dialect, _ take: (String) -> Void = { _ in }) -> BodyReader {
        var reader = dialect.reader(body)
        let root = reader.object(reader.root)
        for element in reader.elements(of: reader.member("items", of: root, .required)) {
            let item = reader.object(element)
            let name = reader.string(reader.member("name", of: item, .required))
            let count = reader.integer(reader.member("count", of: item, .optional), in: 1...99)
            let tax = reader.object(reader.member("tax", of: item, .nullable))
            let rate = reader.string(reader.member("rate", of: tax, .required))
            if let name { take("\(name) \(count ?? 1) \(rate ?? "-")") }
        }
        return reader
    }

    @Test func `reads objects inside arrays inside objects`() throws {
        let body = #"{"x":{"y":[1,2]},"items":[{"name":"a"},{"name":"b","count":3,"tax":{"rate":"7%"},"z":[]}]}"#
        for dialect in Dialect.allCases {
            var lines: [String] = []
            let reader = readLines(body, dialect) { lines.append($0) }
            try reader.finish()
            #expect(lines == ["a 1 -", "b 3 7%"])
        }
    }

    @Test func `reports the path of each issue`() {
        let body =
            #"{"x":{"y":[1,2]},"items":[{"name":"a"},{"tax":{"rate":5}},7,{"name":[],"count":0,"tax":{}},null]}"#
        let expected = [
            "items.1.name: missing", "items.1.tax.rate: string_type", "items.2: model_attributes_type",
            "items.3.name: string_type", "items.3.count: greater_than_equal", "items.3.tax.rate: missing",
            "items.4: model_attributes_type",
        ]
        #expect(Self.outcome(readLines(body, .strict), "") == expected.joined(separator: "; "))
        #expect(
            Self.outcome(readLines(body, .fastAPI), "")
                == expected.map { "body.\($0)" }.joined(separator: "; "))
    }

    @Test func `reports a duplicate inside an array by its path`() {
        let reader = readLines(#"{"items":[{"name":"a"},{"name":"a","name":"b"}]}"#, .strict)
        #expect(reader.issues.map(\.rule) == [.duplicate])
        #expect(reader.issues.map(\.path) == [[.member("items"), .element(1), .member("name")]])
        #expect(reader.issues.first?.input?.source.elementsEqual(#""name""#.utf8) == true)
    }

    @Test func `renders nested issues as FastAPI does`() throws {
        let reader = readLines(#"{"items":[{"name":1,"count":0},{"count":"x"}]}"#, .fastAPI)
        let response = FastAPI.render(.invalid(reader.issues))
        #expect(response.status == 422)
        let expected =
            #"{"detail":["#
            + #"{"type":"string_type","loc":["body","items",0,"name"],"msg":"Input should be a valid string","input":1},"#
            + #"{"type":"greater_than_equal","loc":["body","items",0,"count"],"#
            + #""msg":"Input should be greater than or equal to 1","input":0,"ctx":{"ge":1}},"#
            + #"{"type":"missing","loc":["body","items",1,"name"],"msg":"Field required","input":{"count":"x"}},"#
            + #"{"type":"int_parsing","loc":["body","items",1,"count"],"#
            + #""msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}]}"#
        #expect(String(decoding: response.body, as: UTF8.self) == expected)
    }

    @Test func `reports the end of an object that lacks a member`() {
        let reader = readLines(#" {"items":[ {} ]} "#, .strict)
        #expect(reader.issues.map(\.offset) == [14])
        #expect(reader.issues.first?.input == nil)
    }

    @Test func `reads choices and strings with a format`() {
        var reader = Dialect.strict.reader(#"{"a":"ab","b":"x","c":"e\u0301","d":5}"#)
        let root = reader.object(reader.root)
        #expect(reader.string(reader.member("a", of: root, .required), .text) { $0.count == 2 } == "ab")
        #expect(reader.string(reader.member("b", of: root, .required), .text) { $0.count == 2 } == nil)
        #expect(reader.choice(reader.member("c", of: root, .required), of: ["\u{E9}", "e\u{301}"]) == "e\u{301}")
        #expect(reader.choice(reader.member("c", of: root, .required), of: ["\u{E9}"]) == nil)
        reader.check(reader.member("d", of: root, .required)) { _ in nil }
        reader.check(reader.member("a", of: root, .required)) { $0.count == 2 ? .length(3) : nil }
        #expect(
            reader.issues.map(\.rule) == [.format(.text), .choice(["\u{E9}"]), .type(.string), .length(3)])
    }

    @Test func `reports values that no answer can express only if there are no other issues`() {
        for (other, expected) in [("1", "body.a: string_unicode"), ("[]", "body.b: int_type")] {
            var reader = Dialect.fastAPI.reader(#"{"a":"\ud800","b":\#(other)}"#)
            let root = reader.model()
            reader.expressible(reader.member("a", of: root, .required))
            _ = reader.digits(reader.member("b", of: root, .required))
            #expect(Self.outcome(reader, "") == expected)
        }
    }

    @Test(arguments: [
        ("", "body: missing"), ("null", "body: missing"), ("[]", "body: model_attributes_type"),
        (#""x""#, "body: model_attributes_type"), ("{}", "body.a: missing"),
    ])
    func `reports a body that is not a model, and none of its members`(_ body: String, _ expected: String) {
        var reader = BodyReader.fastAPI(body.isEmpty ? nil : JSONDocument(Array(body.utf8), grammar: .python))
        let model = reader.model()
        _ = reader.string(reader.member("a", of: model, .required))
        #expect(Self.outcome(reader, nil) == expected)
    }

    @Test func `refuses a strict body that is not an object before it reads members`() {
        #expect(throws: Failure.self) { _ = try BodyReader.strict(nil) }
        #expect(throws: Failure.self) { try Self.readWholeObject("[]") }
        #expect(throws: Never.self) { try Self.readWholeObject("{}") }
    }

    private static func readWholeObject(_ text: String) throws(Failure) {
        var reader = try BodyReader.strict(JSONDocument(utf8: Array(text.utf8)))
        _ = try reader.wholeObject()
    }
}
