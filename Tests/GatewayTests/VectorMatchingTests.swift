import TestSupport
import Testing
import Wire

@Suite struct `Vector matching` {
    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1}"#, true), (#"{"a":1,"b":[]}"#, #"{"b":[],"a":1}"#, true),
        (#"{"a":1}"#, #"{"a":1.0}"#, false), (#"{"a":1}"#, #"{"a":"1"}"#, false), ("[0.0]", "[-0.0]", false),
        ("[0]", "[-0]", true), ("[1e2]", "[100.0]", true), (#"{"a":1}"#, #"{}"#, false),
        (#"{}"#, #"{"a":1}"#, false), (#"{"a":1}"#, #"{"a":1,"a":1}"#, false), ("[1,2]", "[2,1]", false),
        ("[1]", "[1,1]", false), ("[null]", "[false]", false), ("[\"\u{E9}\"]", "[\"e\u{301}\"]", false),
        (#"["<any>"]"#, "[null]", true), (#"["<int>"]"#, "[1.0]", false), (#"["<int>"]"#, "[1]", true),
        (#"["<number|null>"]"#, "[null]", true), (#"["<number>"]"#, "[null]", false),
        (#"["<string>"]"#, #"[""]"#, false), (#"["<string|null>"]"#, #"[""]"#, true),
        (#"["<datetime>"]"#, #"["2026-06-23T10:00:00.123456Z"]"#, true),
        (#"["<datetime>"]"#, #"["2026-06-23"]"#, false), (#"["<url>"]"#, #"["https://a.test/b?c"]"#, true),
        (#"["<url>"]"#, #"["https:///b"]"#, false), (#"["<url>"]"#, #"["ftp://a.test"]"#, false),
        (#"["<re:(?=.*b).+>"]"#, #"["a\nb"]"#, true), (#"["<re:a+>"]"#, #"["aab"]"#, false),
        (#"["<bool>"]"#, "[true]", true), (#"["<uuid>"]"#, #"["408edd4e-ef97-49f6-8a02-7f325e897096"]"#, true),
        (#"["<b>"]"#, #"["<b>"]"#, true), (#"["<b>"]"#, #"["b"]"#, false),
    ])
    func `compares by meaning`(_ want: String, _ got: String, _ isSame: Bool) throws {
        var found: [String] = []
        let wanted = try #require(JSONDocument(Array(want.utf8), grammar: .answers).root)
        let given = try #require(JSONDocument(Array(got.utf8), grammar: .answers).root)
        JSONMatch.differences(wanted, given, at: "$", &found)
        #expect(found.isEmpty == isSame, "\(found)")
    }

    @Test(arguments: [
        (#"{"status":404}"#, false), (#"{"status":[200,405]}"#, true), (#"{"status":405,"json":{"a":1}}"#, true),
        (#"{"status":405,"json":{"a":2}}"#, false), (#"{"status":405,"headers":{"allow":"GET,POST"}}"#, true),
        (#"{"status":405,"headers":{"allow":"POST"}}"#, false),
        (#"{"status":405,"headers":{"content-type":"Application/JSON ; a=b"}}"#, true),
        (#"{"status":405,"headers":{"content-type":"text/plain"}}"#, false),
        (#"{"status":405,"headers":{"location":null}}"#, true), (#"{"status":405,"headers":{"x":"y"}}"#, false),
        (#"{"status":405,"headers":{"allow":null}}"#, false), (#"{"status":405,"empty":true}"#, false),
        (#"{"status":405,"text":"{\"a\":1}"}"#, true), (#"{"status":405,"text":""}"#, false),
    ])
    func `looks at status, fields and body`(_ expected: String, _ isRight: Bool) throws {
        let response = Response(
            status: 405, contentType: "application/json;a=b", fields: [HeaderField(name: "Allow", value: "POST, GET")],
            body: Array(#"{"a":1}"#.utf8))
        let root = try #require(JSONDocument(Array(expected.utf8), grammar: .answers).root)
        #expect(Expectation(root).differences(from: response, method: "POST").isEmpty == isRight)
    }
}
