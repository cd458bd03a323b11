import Checkout
import Testing
import Wire

@Suite struct `Meteroid refusals of broken JSON` {
    private func check(_ refusal: MeteroidRefusal) {
        let answer = MeteroidBench().create(refusal.body)
        #expect(answer.status == 400)
        #expect(answer.message == refusal.message)
    }

    private static func broken(_ body: String, _ message: String, line: Int = 1, column: Int) -> MeteroidRefusal {
        MeteroidRefusal(whole: body, parses: false, message, line: line, column: column)
    }

    @Test(arguments: [
        broken("", "EOF while parsing a value", column: 0),
        broken("  \n ", "EOF while parsing a value", line: 2, column: 1),
        broken("{", "EOF while parsing an object", column: 1),
        broken(#"{"customer_id""#, "EOF while parsing an object", column: 14),
        broken(#"{"customer_id" 1"#, "expected `:`", column: 16),
        broken(#"{"customer_id":"#, "customer_id: EOF while parsing a value", column: 15),
        broken(#"{"customer_id":"cus_"#, "customer_id: EOF while parsing a string", column: 20),
        broken(#"{"customer_id":"x""#, "EOF while parsing an object", column: 18),
        broken(#"{"customer_id":"x","#, "EOF while parsing a value", column: 19),
        broken(#"{"customer_id":"x",}"#, "trailing comma", column: 20),
        broken(#"{"customer_id":"x" "plan"#, "expected `,` or `}`", column: 20),
        broken("{'customer_id':'x'}", "key must be a string", column: 2),
        broken(#"{"net_terms":1 12"#, "expected `,` or `}`", column: 16),
        broken(#"{"cust"#, "EOF while parsing a string", column: 6),
        broken(#"{"customer_id":"a\#u{1}b"}"#, "customer_id: \(control)", column: 18),
        broken(#"{"customer_id":"a\qb"}"#, "customer_id: invalid escape", column: 19),
        broken(#"{"customer_id":"\u00zz"}"#, "customer_id: invalid escape", column: 22),
        broken(#"{"customer_id":"\udc00"}"#, "customer_id: lone leading surrogate in hex escape", column: 22),
        broken(#"{"customer_id":"\ud800x"}"#, "customer_id: unexpected end of hex escape", column: 23),
        broken(#"{"customer_id":"\ud800\u0041"}"#, "customer_id: lone leading surrogate in hex escape", column: 28),
        // A lone surrogate in an ignored member is not a fault, so the next fault is reported.
        broken(#"{"zzz":"\ud800","net_terms":1,}"#, "trailing comma", column: 31),
        broken(
            #"{"zzz":"\ud800","customer_id":"\udc00"}"#, "customer_id: lone leading surrogate in hex escape", column: 37
        ),
        broken(#"{"metadata":{"zzz":"\udc00"}}"#, "metadata.zzz: lone leading surrogate in hex escape", column: 26),
        broken(#"{"zzz":"\ud80"}"#, "zzz: invalid escape", column: 14),
        broken(#"{"customer_id":tru}"#, "customer_id: expected ident", column: 19),
        broken(#"{"net_terms":-}"#, "net_terms: invalid number", column: 15),
        broken(#"{"net_terms":012}"#, "net_terms: invalid number", column: 15),
        broken(#"{"net_terms":1.x}"#, "net_terms: invalid number", column: 16),
        broken(#"{"net_terms":1e"#, "net_terms: EOF while parsing a value", column: 15),
        broken(#"{"net_terms":+1}"#, "net_terms: expected value", column: 14),
        broken(#"{"net_terms":1e400}"#, "net_terms: number out of range", column: 18),
        broken(#"{"metadata":-1e400}"#, "metadata: number out of range", column: 18),
        broken(#"{"metadata":{"a":[1,1e309]}}"#, "metadata.a[1]: number out of range", column: 25),
        broken(#"{"coupon_ids":["#, "coupon_ids: EOF while parsing a list", column: 15),
        broken(#"{"coupon_ids":["a""#, "coupon_ids: EOF while parsing a list", column: 18),
        broken(#"{"coupon_ids":["a","#, "coupon_ids: EOF while parsing a value", column: 19),
        broken(#"{"coupon_ids":["a",]}"#, "coupon_ids: trailing comma", column: 20),
        broken(#"{"coupon_ids":["a" "x"]}"#, "coupon_ids: expected `,` or `]`", column: 20),
        broken(#"{"coupon_ids":["a",}"#, "coupon_ids[1]: expected value", column: 20),
        broken(#"{"components":{"extra_components":[}}"#, "components.extra_components[0]: expected value", column: 36),
        broken(#"{"components":{"extra_components":[],}}"#, "components.?: trailing comma", column: 38),
        broken(#"{"foo":{"bar":[}"#, "foo: expected value", column: 16),
        broken(#"{"metadata":{"bar":[}"#, "metadata.bar[0]: expected value", column: 21),
        broken("\u{FEFF}{}", "expected value", column: 1),
    ])
    func `name the byte where the server's parser stopped`(_ refusal: MeteroidRefusal) { check(refusal) }

    private static let control = "control character (\\u0000-\\u001F) found while parsing a string"

    @Test func `come after a missing member if more text follows the body`() {
        #expect(
            MeteroidBench().create("{}x").message
                == "Failed to deserialize the JSON body into the target type: "
                + "missing field `customer_id` at line 1 column 2"
        )
        let well = #"{"customer_id":"x","plan_version_id":"\#(MeteroidBench.plan)"}"#
        check(Self.broken(well + "\n x", "trailing characters", line: 2, column: 2))
    }

    @Test func `come after a duplicate name before them`() {
        let body = #"{"net_terms":1,"net_terms""#
        #expect(
            MeteroidBench().create(body).message?.contains("duplicate field `net_terms` at line 1 column 26") == true)
    }

    @Test func `come after a wrong type before them, and before one after them`() {
        #expect(MeteroidBench().create(#"{"net_terms":"x",}"#).message?.contains("expected i32") == true)
        #expect(MeteroidBench().create(#"{"foo":1,, "net_terms":"x"}"#).message?.contains("key must be") == true)
    }

    @Test func `come first in a union, except for its type`() {
        let body = #"{"payment_methods_config":{"type":"online","config":5,}}"#
        #expect(MeteroidBench().create(body).message?.contains("payment_methods_config.?: trailing comma") == true)
        let type = #"{"payment_methods_config":{"type":"paypal",}}"#
        #expect(MeteroidBench().create(type).message?.contains("unknown variant `paypal`") == true)
    }

    @Test func `stop at the depth at which the server stops`() {
        let deep = String(repeating: "[", count: 127) + String(repeating: "]", count: 127)
        let well = #"{"customer_id":"acme-corp","plan_version_id":"\#(MeteroidBench.plan)","metadata":"#
        #expect(MeteroidBench().create(well + deep.dropFirst().dropLast() + "}").status == 200)
        let message = MeteroidBench().create(well + deep + "}").message
        #expect(message?.contains("recursion limit exceeded") == true)
    }

    @Test func `report bytes that are not text at their position`() {
        let begin = Array(#"{"customer_id":"a"#.utf8)
        let answer = { (bytes: [UInt8]) in
            MeteroidBench().answer(.post, "/api/v1/checkout-sessions", MeteroidBench.fields, bytes).message
        }
        let parse = "Failed to parse the request body as JSON: "
        #expect(
            answer(begin + [0xFF] + Array(#"b"}"#.utf8))
                == parse + "customer_id: invalid unicode code point at line 1 column 20")
        #expect(answer(begin + [0xFF]) == parse + "customer_id: EOF while parsing a string at line 1 column 18")
        #expect(answer([0xFF]) == parse + "expected value at line 1 column 1")
        #expect(answer(Array(#"{"net_terms":true,"#.utf8) + [0xFF])?.contains("expected i32") == true)
    }
}
