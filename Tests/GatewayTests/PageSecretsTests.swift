import Testing
import Wire

@testable import Gateway

@Suite struct `A secret that opens a page` {
    private static let token = "cs_test_" + String(repeating: "aZ9", count: 11)
    private static let hash = String(repeating: "0f", count: 32)

    @Test(arguments: [
        (#"{"a":"TOKEN"}"#, #"{"a":"***"}"#),
        (
            #"{"a":"https://pay.example/checkout/TOKEN?x=1","b":2}"#,
            #"{"a":"https://pay.example/checkout/***?x=1","b":2}"#
        ),
        (#"{"a":"{\"b\":\"TOKEN\"}"}"#, #"{"a":"{\"b\":\"***\"}"}"#),
        (#"{"TOKEN":"HASH"}"#, #"{"***":"***"}"#), (#"["aTOKEN","\u00e9HASH"]"#, ##"["a***","\u00e9***"]"##),
        // Secrets with escapes of JSON, of JSON within the string, of URLs, and of each within the other.
        (#"{"a":"xcs\u005ftest_DIGITS."}"#, #"{"a":"x***."}"#), (#"{"a":"cs%5Ftest_DIGITS&b"}"#, #"{"a":"***&b"}"#),
        (#"{"a":"{\"b\":\"cs\\u005ftest_DIGITS\"}"}"#, #"{"a":"{\"b\":\"***\"}"}"#),
        (#"{"a":"cs%255ftest%5fDIGITS"}"#, #"{"a":"***"}"#), (#"{"a":"cs\u00255Ftest_DIGITS"}"#, #"{"a":"***"}"#),
        (#"{"a":"\u0063s_test_DIGITS"}"#, #"{"a":"***"}"#),
        (#"{"a":"\u0061HALF%61HALF1"}"#, #"{"a":"***"}"#),
        // A token of another service has another form, a shorter hash opens no page, and a number is not a text.
        (#"{"a":"cs_test_short","b":"cs_other_TOKE"}"#, #"{"a":"cs_test_short","b":"cs_other_TOKE"}"#),
        (#"{"a":"0123456789abcdef"}"#, #"{"a":"0123456789abcdef"}"#),
        (
            #"[1111111111111111111111111111111111111111111111111111111111111111111]"#,
            #"[1111111111111111111111111111111111111111111111111111111111111111111]"#
        ),
        (#"["\"#, #"["\"#), (#"["\u00"#, #"["\u00"#), ("", ""),
    ])
    func `is removed from the strings of a JSON text`(_ text: String, _ expected: String) {
        let full = text.replacing("TOKEN", with: Self.token).replacing("HASH", with: Self.hash)
            .replacing("DIGITS", with: Self.token.dropFirst(8)).replacing("HALF", with: Self.hash.dropLast(32))
        #expect(String(decoding: PageSecrets.removed(from: Array(full.utf8)), as: UTF8.self) == expected)
    }

    @Test(arguments: [
        (#"{"a":1,"b":"x"}"#, #"{"a":1,"b":"y"}"#, #"{"a":1}"#),
        (
            #"{"a":{"b":[1,2],"c":null},"d":"e"}"#, #"{"a":{"b":[1,3],"c":null},"d":"e"}"#,
            #"{"a":{"b":[1],"c":null},"d":"e"}"#
        ),
        (#"{"a":{"b":"x"}}"#, #"{"a":[]}"#, "{}"), (#"{"a":1}"#, #"{"a":1}"#, #"{"a":1}"#), ("x", "x", "{}"),
        ("[1]", "[2]", "{}"),
    ])
    func `is every value that differs under another gateway secret`(_ one: String, _ other: String, _ common: String) {
        let members = CommonMembers(Array(one.utf8), Array(other.utf8))
        #expect(String(decoding: members.text.bytes, as: UTF8.self) == common)
        #expect(members.isLess == (one != common))
    }
}
