import TestSupport
import Testing

@testable import Wire

/// A JSON text is always RFC 8259, even if the grammar that read it accepts more.
@Suite struct `JSON text` {
    private static let surrogate: [UInt8] = [0x22, 0xED, 0xA0, 0x80, 0x22]

    private func text(_ json: JSONText?) -> String? {
        json.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(arguments: [
        "null", " [1] ", #"{"a":1,"a":-0.5e+10}"#, #""\ud83d\ude00 é""#, "{\"a\":\n[]}",
        "[" + String(repeating: "9", count: 5_000) + "]",
        String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000),
        String(repeating: #"{"a":["#, count: 200) + String(repeating: "]}", count: 200), "{ }", "[ ]",
        #"[ {"a" : true , "b":[ false ]} , null ]"#,
    ])
    func `keeps any text of RFC 8259 unchanged`(_ given: String) {
        let bytes = Array(given.utf8)
        #expect(text(JSONText(parsing: bytes)) == given)
        #expect(text(JSONText(replacingIn: bytes)) == given)
        let document = JSONDocument(bytes, grammar: .lenient)
        #expect(document.isStandard)
        #expect(text(JSONText(document)) == given)
        #expect(text(document.standardText) == given)
    }

    @Test(arguments: [
        "", " ", "{", "[1]]", "nul", "NaN", "-Infinity", "[01]", "{a:1}", "'a'", #""\ud800""#, #""\udc00\ud800""#,
        "\"\u{1}\"", "\u{FEFF}1", "[1,]", "[,1]", "[", "]", "[}", #"{"a":1,}"#, #"{"a"}"#, #"{"a":}"#, #"{"a" 1}"#,
        "{1:2}",
        "{]", "1 2", "tru", #""a"#, #""\x""#, #""\ud83d\ude00"#, "[1 2]",
        String(repeating: "[", count: 200) + String(repeating: "]", count: 199) + "}",
    ])
    func `refuses any other text`(_ given: String) {
        #expect(JSONText(parsing: Array(given.utf8)) == nil)
    }

    @Test func `refuses bytes that are not UTF-8`() {
        #expect(JSONText(parsing: [0x22, 0xFF, 0x22]) == nil)
        #expect(JSONText(parsing: Self.surrogate) == nil)
        #expect(JSONText(replacingIn: [0x22, 0xFF, 0x22]) == nil)
    }

    @Test(arguments: [
        ("NaN", "null"), ("-Infinity", "null"), ("[Infinity, NaN ,1]", "[null, null ,1]"),
        (#"{ "a" : NaN, "b": {"c":[-Infinity]} }"#, #"{ "a" : null, "b": {"c":[null]} }"#),
        (#""x\ud800y""#, "\"x\u{FFFD}y\""), (#"{"\udc00":"\n\ude00"}"#, "{\"\u{FFFD}\":\"\\n\u{FFFD}\"}"),
        (#"{"NaN":"Infinity","I":1.5,"N":1e9}"#, #"{"NaN":"Infinity","I":1.5,"N":1e9}"#),
    ])
    func `replaces what only Python's grammar accepts`(_ given: String, _ expected: String) {
        let bytes = Array(given.utf8)
        let document = JSONDocument(bytes, grammar: .python)
        #expect(document.fault == nil)
        #expect(document.isStandard == (given == expected))
        #expect(text(JSONText(document)) == expected)
        #expect(text(JSONText(replacingIn: bytes)) == expected)
        #expect(JSONText(parsing: Array(expected.utf8)) != nil)
    }

    @Test func `keeps white space around a text, but not around the root of a document`() {
        let bytes = Array(" [ NaN ] ".utf8)
        #expect(text(JSONText(replacingIn: bytes)) == " [ null ] ")
        #expect(text(JSONText(JSONDocument(bytes, grammar: .python))) == "[ null ]")
        #expect(JSONDocument.standard(replacingIn: bytes).text == Array(" [ null ] ".utf8))
    }

    @Test(arguments: [("[1]", "[1]"), (#"{"a":NaN}"#, #"{"a":null}"#), ("[", "null"), ("", "null")])
    func `makes a document of any text`(_ given: String, _ expected: String) {
        let document = JSONDocument.standard(replacingIn: Array(given.utf8))
        #expect(document.fault == nil)
        #expect(document.isStandard)
        #expect(document.text == Array(expected.utf8))
    }

    @Test func `makes the document of null from bytes that are not UTF-8`() {
        #expect(JSONDocument.standard(replacingIn: [0x22, 0xFF, 0x22]).text == Array("null".utf8))
    }

    /// Twice as many objects are twice the work, not four times.
    @Test(.timeLimit(.minutes(1)), arguments: ["{}", "NaN"])
    func `of each value in an array costs no more than the value is long`(last: String) {
        let ratio = costRatio(of: 4_000, to: 2_000) { count in
            let text = "[" + String(repeating: "{},", count: count) + last + "]"
            let document = JSONDocument(Array(text.utf8), grammar: .python)
            for index in 1...count { _ = JSONText(document, index) }
        }
        #expect(ratio < 3)
    }

    @Test func `replaces encoded surrogates`() {
        let document = JSONDocument(Self.surrogate, grammar: .python)
        #expect(!document.isStandard)
        #expect(text(JSONText(document)) == "\"\u{FFFD}\"")
        #expect(text(JSONText(replacingIn: Self.surrogate)) == "\"\u{FFFD}\"")
    }

    @Test func `holds the text of one value of a document`() {
        let strict = JSONDocument(utf8: Array(#"{"a": [ 1 ],"b":2}"#.utf8))
        #expect(text(JSONText(strict, 2)) == "[ 1 ]")
        #expect(JSONText(strict, 99) == nil)
        let lenient = JSONDocument(Array(#"{"a":[NaN],"b":"x"}"#.utf8), grammar: .python)
        #expect(text(JSONText(lenient, 2)) == "[null]")
        #expect(text(JSONText(lenient, 5)) == #""x""#)
    }

    @Test func `refuses a document with a fault, and checks an outline`() {
        #expect(JSONText(JSONDocument(utf8: Array("[1,".utf8))) == nil)
        #expect(JSONText(JSONDocument(utf8: [0xFF])) == nil)
        let outline = JSONDocument(outlineOf: Array(#"{"a":[NaN]}"#.utf8))
        #expect(!outline.isStandard)
        #expect(text(JSONText(outline)) == #"{"a":[null]}"#)
    }

    @Test func `holds what a writer wrote`() {
        #expect(text(JSONText { $0.member("a", true) }) == #"{"a":true}"#)
        var writer = JSONWriter()
        writer.array { $0.value(.null) }
        #expect(text(JSONText(writer)) == "[null]")
    }

    @Test(arguments: [
        ("-12.5e3", "-12.5e3"), ("0", "0"), ("NaN", "null"), ("01", "null"), ("", "null"), ("1]", "null"),
    ])
    func `writes a number unchanged, and null for any other text`(_ given: String, _ expected: String) {
        var writer = JSONWriter()
        writer.number(Array(given.utf8)[...])
        #expect(text(JSONText(writer)) == expected)
    }
}
