import Checkout
import Testing
import Wire

@testable import Providers

@Suite struct `FastAPI body` {
    private let older = FastAPI(readsUntypedBodyAsJSON: true, stripsToken: false)
    private let newer = FastAPI(readsUntypedBodyAsJSON: false, stripsToken: true)

    @Test(arguments: [
        ("application/json", true), ("Application/JSON", true), ("application/json; charset=utf-16", true),
        ("application/json ;", true), (" application/json", true), ("application/problem+json", true),
        ("application/LD+JSON", true), ("application/+json", true), ("application/json;a/b", true),
        ("text/json", false), ("application/x-json", false), ("application/jsonp", false), ("application", false),
        ("json", false), ("application/json, text/plain", false), ("application/json/json", false),
        ("image/svg+json", false), ("*/*", false), (";charset=utf-8", false), ("application/", false),
        ("application /json", false), ("/json", false), ("application/ json", false),
        ("application/\u{212A}json", false),
    ])
    func `is JSON by its media type`(_ contentType: String, _ isJSON: Bool) {
        #expect(older.isJSON(Array(contentType.utf8)[...]) == isJSON)
        #expect(newer.isJSON(Array(contentType.utf8)[...]) == isJSON)
    }

    @Test(arguments: [0x85, 0xA0, 0x1F, 0x0B] as [UInt8])
    func `is JSON with Latin-1's white space around it`(_ blank: UInt8) {
        #expect(newer.isJSON(([blank] + Array("application/json".utf8) + [blank, 0x3B])[...]))
        #expect(!newer.isJSON([blank]))
    }

    @Test func `without a media type is JSON only to older versions`() {
        #expect(older.isJSON([]))
        #expect(!newer.isJSON([]))
    }

    @Test(arguments: [
        ("[x", 1), ("é[", 0), ("[\"é\"x", 4), ("[\"😀\"x", 4), ("[\"e\u{301}\"x", 5), ("\r\n\r\nx", 4),
        ("[\"\u{FEFF}\",]", 5),
        ("{\"\u{1F468}\u{200D}\u{1F469}\" 1}", 7), ("   ", 3), ("[\"é", 1), ("[\"éé\n", 4),
    ])
    func `faults are placed by scalars`(_ text: String, _ position: Int) throws {
        let document = JSONDocument(Array(text.utf8), grammar: .python)
        let fault = try #require(document.fault)
        #expect(PythonDecodeError.position(of: fault, in: document.text) == position)
    }

    @Test func `faults after encoded surrogates count each as one`() throws {
        let text: [UInt8] = Array("[\"".utf8) + [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80] + Array("\"x".utf8)
        let document = JSONDocument(text, grammar: .python)
        #expect(PythonDecodeError.position(of: try #require(document.fault), in: text) == 5)
    }

    @Test(arguments: [
        ("[,", "Expecting value", 1), ("{,", "Expecting property name enclosed in double quotes", 1),
        ("{\"a\"1", "Expecting ':' delimiter", 4), ("[1 2", "Expecting ',' delimiter", 3),
        ("{\"a\":1 2", "Expecting ',' delimiter", 7), ("1 2", "Extra data", 2),
        ("[\"a", "Unterminated string starting at", 1), ("[\"\n", "Invalid control character at", 2),
        ("[\"\\q\"", "Invalid \\escape", 2), ("[\"\\u12", "Invalid \\uXXXX escape", 3),
    ])
    func `faults have Python's words`(_ text: String, _ error: String, _ position: Int) {
        let response = FastAPI.render(.malformedBody(JSONDocument(Array(text.utf8), grammar: .python)))
        let expected = JSONWriter.object { json in
            json.array("detail") { json in
                json.object { json in
                    json.member("type", "json_invalid")
                    json.array("loc") { json in
                        json.string("body")
                        json.int(Int64(position))
                    }
                    json.member("msg", "JSON decode error")
                    json.object("input") { _ in }
                    json.object("ctx") { $0.member("error", error) }
                }
            }
        }
        #expect(response.status == 422)
        #expect(response.body == expected)
    }

    @Test(arguments: [
        [UInt8](repeating: UInt8(ascii: "["), count: 961), Array(String(repeating: "1", count: 4_301).utf8),
    ])
    func `is a bad request if Python cannot read it`(_ text: [UInt8]) {
        let response = FastAPI.render(.malformedBody(JSONDocument(text, grammar: .python)))
        #expect(response.status == 400)
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"detail":"There was an error parsing the body"}"#)
    }

    /// 0xFF is not text. An odd number of bytes is not UTF-16, although each byte alone would be UTF-8.
    @Test(arguments: [[0xFF], [UInt8(ascii: "["), 0, UInt8(ascii: "]"), 0, UInt8(ascii: "!")]])
    func `is malformed if it does not decode`(_ body: [UInt8]) throws {
        let request = ProviderStage.request("POST", "/", [("content-type", "application/json")], body)
        let error = #expect(throws: Failure.self) { _ = try newer.document(of: request) }
        guard case .malformedBody(let document) = error else { throw Unexpected() }
        #expect(document.fault?.reason == .notText)
    }

    @Test func `that is text is one string`() throws {
        let text: [UInt8] = Array("{\"a\"\u{0}\u{FEFF}\\é".utf8) + [0xE9, 0xE2, 0x82]
        let request = ProviderStage.request("POST", "/", [("content-type", "text/plain")], text)
        let document = try #require(try older.document(of: request))
        #expect(document.root?.string == "{\"a\"\u{0}\u{FEFF}\\é\u{FFFD}\u{FFFD}")
    }

    @Test func `that is empty is nil`() throws {
        #expect(try older.document(of: ProviderStage.request("POST", "/")) == nil)
        #expect(try newer.document(of: ProviderStage.request("POST", "/", [("content-type", "text/plain")])) == nil)
    }
}

@Suite struct `FastAPI credential` {
    private func secret(_ value: String?, _ fastAPI: FastAPI) -> String? {
        let fields = value.map { [(name: "Authorization", value: $0)] } ?? []
        let credential = try? fastAPI.credential(in: ProviderStage.request("POST", "/", fields).head)
        return (credential?.secret).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("Bearer tok", "tok"), ("bearer tok", "tok"), ("BEARER tok", "tok"), ("Bearer tok  ", "tok"),
        ("Bearer tok extra", "tok extra"), ("Bearer \"tok\"", "\"tok\""), ("Bearer", nil), ("Bearer ", nil), ("", nil),
        ("tok", nil), ("Basic tok", nil), ("Bearer: tok", nil), ("Bearer\ttok", nil), ("Bearers tok", nil), (nil, nil),
    ])
    func `is the text after Bearer`(_ value: String?, _ expected: String?) {
        for skips in [false, true] {
            let fastAPI = FastAPI(readsUntypedBodyAsJSON: true, stripsToken: skips)
            #expect(secret(value, fastAPI) == expected)
        }
    }

    @Test(arguments: [("Bearer  tok", " tok"), ("Bearer \ttok", "\ttok")])
    func `keeps blanks before it in older versions only`(_ value: String, _ older: String) {
        #expect(secret(value, FastAPI(readsUntypedBodyAsJSON: true, stripsToken: false)) == older)
        #expect(secret(value, FastAPI(readsUntypedBodyAsJSON: true, stripsToken: true)) == "tok")
    }

    @Test func `keeps Latin-1's blanks after it in older versions only`() throws {
        // The second byte of a no-break space in UTF-8 is a no-break space in Latin-1.
        let head = ProviderStage.request("POST", "/", [(name: "Authorization", value: "Bearer tok\u{A0}")]).head
        let (older, newer) = (
            FastAPI(readsUntypedBodyAsJSON: true, stripsToken: false),
            FastAPI(readsUntypedBodyAsJSON: true, stripsToken: true)
        )
        #expect(try older.credential(in: head).secret == Array("tok".utf8)[...] + [0xC2, 0xA0])
        #expect(try newer.credential(in: head).secret == Array("tok".utf8)[...] + [0xC2])
    }
}

/// A test found a value with which it cannot continue.
struct Unexpected: Error {}
