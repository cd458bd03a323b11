import Testing
import Wire

@testable import Providers

@Suite struct `FastAPI input` {
    private func echo(_ text: [UInt8]) throws -> String {
        let document = JSONDocument(text, grammar: .python)
        try #require(document.fault == nil)
        var json = JSONWriter()
        FastAPIEcho.write(try #require(document.root), to: &json)
        return String(decoding: json.finish(), as: UTF8.self)
    }

    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("-12", "-12"), ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1.0", "1.0"), ("1.50", "1.5"), ("1e3", "1000.0"), ("-0.0", "-0.0"), ("-1e-400", "-0.0"), ("0e9", "0.0"),
        ("1e15", "1000000000000000.0"), ("1e16", "1e+16"), ("9999999999999998.0", "9999999999999998.0"),
        ("9007199254740993.0", "9007199254740992.0"), ("12345678901234567.0", "1.2345678901234568e+16"),
        ("0.0001", "0.0001"), ("0.00012", "0.00012"), ("0.00001", "1e-05"), ("0.000012", "1.2e-05"),
        ("123456.789e3", "123456789.0"), ("1e22", "1e+22"), ("1e100", "1e+100"), ("1e-100", "1e-100"),
        ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"), ("0.1", "0.1"),
        ("0.1234567890123456789", "0.12345678901234568"), ("100.25", "100.25"),
        ("9.223372036854776e18", "9.223372036854776e+18"),
        ("NaN", "null"), ("Infinity", "null"), ("-Infinity", "null"), ("1e400", "null"),
    ])
    func `has numbers as Python writes them`(_ text: String, _ expected: String) throws {
        #expect(try echo(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("[ ]", "[]"), ("{ }", "{}"),
        (#"[1, [2, [], {"a": [3]}], null, true, false]"#, #"[1,[2,[],{"a":[3]}],null,true,false]"#),
        (#"{"z": 1, "a": {"y": {}, "b": 2}, "m": 3}"#, #"{"z":1,"a":{"y":{},"b":2},"m":3}"#),
        (#"{"a": 1, "b": 2, "a": {"c": 3, "c": 4}}"#, #"{"a":{"c":4},"b":2}"#),
        (#"{"a": 1, "\u0061": 2}"#, #"{"a":2}"#),
        (
            #"{"_sa": 1, "_sa_b": {"_sa_c": 1}, "k": {"_same": 1, "keep": [{"_sa": 2}]}, "_s": 1, "a_sa": 1}"#,
            #"{"k":{"keep":[{}]},"_s":1,"a_sa":1}"#
        ),
        (#"{"_sa": 1, "x": 2}"#, #"{"x":2}"#), (#"{"\u005fsa": 1}"#, "{}"), (#"["_sa"]"#, #"["_sa"]"#),
        (#""\u0000\u001f\"\\\/\n\u00e9\ud83d\ude00""#, "\"\\u0000\\u001f\\\"\\\\/\\né😀\""),
        (#"{"\u0008\u000c": "\b\f\u000b\r\t\u007f"}"#, #"{"\b\f":"\b\f\u000b\r\t"# + "\u{7f}\"}"),
        (#"["\ud83d\ud83d", "a\ude00b"]"#, "[\"\u{FFFD}\u{FFFD}\",\"a\u{FFFD}b\"]"),
        (#"{"\ud800": 1, "\udfff": 2}"#, "{\"\u{FFFD}\":2}"),
    ])
    func `is the parsed value`(_ text: String, _ expected: String) throws {
        #expect(Array(try echo(Array(text.utf8)).utf8) == Array(expected.utf8))
    }

    @Test func `has surrogates that came as bytes replaced`() throws {
        #expect(try echo([0x22, 0xED, 0xA0, 0x80, 0xED, 0x9F, 0xBF, 0x22]) == "\"\u{FFFD}\u{D7FF}\"")
    }

    @Test func `merges many members`() throws {
        let names = (0..<40).map { "\"n\($0)\":" }
        let twice = (names.map { $0 + "1" } + names.map { $0 + "2" }).joined(separator: ",")
        #expect(try echo(Array("{\(twice)}".utf8)) == "{" + names.map { $0 + "2" }.joined(separator: ",") + "}")
    }

    @Test func `may be as deep as the grammar lets it`() throws {
        let arrays = String(repeating: "[", count: 960) + String(repeating: "]", count: 960)
        #expect(try echo(Array(arrays.utf8)) == arrays)
        let objects = String(repeating: "{\"a\":", count: 959) + "{}" + String(repeating: "}", count: 959)
        #expect(try echo(Array(objects.utf8)) == objects)
    }
}
