import Checkout
import Testing
import Wire

/// One or two members after the two that every body needs, and the refusal of the whole body.
struct MeteroidRefusal: Sendable, CustomTestStringConvertible {
    let body: String
    let message: String
    var testDescription: String { body }

    /// `rest` follows the two required members on the body's one line; columns count from the beginning of the line.
    init(_ rest: String, parses: Bool = true, _ message: String, column: Int) {
        let begin = #"{"customer_id":"\#(MeteroidBench.customer)","plan_version_id":"\#(MeteroidBench.plan)""#
        self.init(whole: begin + rest, parses: parses, message, column: begin.utf8.count + column)
    }

    init(whole body: String, parses: Bool = true, _ message: String, line: Int = 1, column: Int) {
        let begin =
            parses
            ? "Failed to deserialize the JSON body into the target type: "
            : "Failed to parse the request body as JSON: "
        self.body = body
        self.message = "\(begin)\(message) at line \(line) column \(column)"
    }
}

@Suite struct `Meteroid refusals` {
    private func check(_ refusal: MeteroidRefusal) {
        let answer = MeteroidBench().create(refusal.body)
        #expect(answer.status == 400)
        #expect(answer.json?.member("code")?.string == "BAD_REQUEST")
        #expect(answer.message == refusal.message)
    }

    @Test(arguments: [
        MeteroidRefusal(#","coupon_code":5}"#, "coupon_code: invalid type: integer `5`, expected a string", column: 16),
        MeteroidRefusal(
            #","coupon_code":"a","coupon_code":"b"}"#, "duplicate field `coupon_code`", column: 32),
        MeteroidRefusal(
            #","coupon_code":"a","coupon_code" :"b"}"#, "duplicate field `coupon_code`", column: 33),
        MeteroidRefusal(
            #","purchase_order":true}"#, "purchase_order: invalid type: boolean `true`, expected a string", column: 22),
        MeteroidRefusal(
            #","purchase_order":{}}"#, "purchase_order: invalid type: map, expected a string", column: 18),
        MeteroidRefusal(#","net_terms":[30]}"#, "net_terms: invalid type: sequence, expected i32", column: 13),
        MeteroidRefusal(
            #","net_terms":2147483648}"#, "net_terms: invalid value: integer `2147483648`, expected i32", column: 23),
        MeteroidRefusal(
            #","net_terms":1.5}"#, "net_terms: invalid type: floating point `1.5`, expected i32", column: 16),
        MeteroidRefusal(
            #","net_terms":18446744073709551616}"#,
            "net_terms: invalid type: floating point `1.8446744073709552e+19`, expected i32", column: 33),
        MeteroidRefusal(
            #","net_terms":18446744073709551615}"#,
            "net_terms: invalid value: integer `18446744073709551615`, expected i32", column: 33),
        MeteroidRefusal(
            #","expires_in_hours":-1}"#, "expires_in_hours: invalid value: integer `-1`, expected u32", column: 22),
        MeteroidRefusal(
            #","expires_in_hours":-0}"#, "expires_in_hours: invalid type: floating point `-0.0`, expected u32",
            column: 22),
        MeteroidRefusal(
            #","expires_in_hours":2147483648}"#,
            "expires_in_hours: invalid value: integer `2147483648`, expected i32", column: 30),
        MeteroidRefusal(
            #","expires_in_hours":4294967296}"#,
            "expires_in_hours: invalid value: integer `4294967296`, expected u32", column: 30),
        MeteroidRefusal(
            #","auto_advance_invoices":"a\"b\n\u0001"}"#,
            #"auto_advance_invoices: invalid type: string "a\"b\n\u{1}", expected a boolean"#, column: 39),
        MeteroidRefusal(
            #","invoice_threshold":"abc"}"#,
            #"invoice_threshold: invalid value: string "abc", "#
                + "expected a Decimal type representing a fixed-point number",
            column: 26),
        MeteroidRefusal(
            #","invoice_threshold":true}"#,
            "invoice_threshold: invalid type: boolean `true`, "
                + "expected a Decimal type representing a fixed-point number",
            column: 25),
        MeteroidRefusal(
            #","invoice_threshold":1.50}"#,
            "invoice_threshold: invalid type: floating point `1.5`, "
                + "expected a Decimal type representing a fixed-point number",
            column: 25),
        MeteroidRefusal(
            #","billing_start_date":"2026-13-01"}"#, "billing_start_date: input is out of range", column: 34),
        MeteroidRefusal(
            #","billing_start_date":20261101}"#,
            "billing_start_date: invalid type: integer `20261101`, expected a formatted date string", column: 30),
        MeteroidRefusal(#","coupon_ids":null}"#, "coupon_ids: invalid type: null, expected a sequence", column: 18),
        MeteroidRefusal(
            #","coupon_ids":[1]}"#, "coupon_ids[0]: invalid type: integer `1`, expected a string", column: 16),
        MeteroidRefusal(
            #","coupon_ids":["cou_0","bad"]}"#,
            "coupon_ids: IdError: invalid length: expected length 32 for simple format, found 3",
            column: 30),
        MeteroidRefusal(
            #","metadata":{"a":1,"a":2},"net_terms":1,"net_terms":2}"#, "duplicate field `net_terms`", column: 51),
    ])
    func `of a member name it with its value`(_ refusal: MeteroidRefusal) { check(refusal) }

    @Test(arguments: [
        MeteroidRefusal(whole: "{}", "missing field `customer_id`", column: 2),
        MeteroidRefusal(
            whole: "{\n  \"coupon_code\": \"X\"\n}", "missing field `customer_id`", line: 3, column: 1),
        MeteroidRefusal(
            whole: #"{"customer_id":"x"}"#, "missing field `plan_version_id`", column: 19),
        MeteroidRefusal(
            whole: "null", "invalid type: null, expected struct CreateCheckoutSessionRequest", column: 4),
        MeteroidRefusal(
            whole: " 12 ", "invalid type: integer `12`, expected struct CreateCheckoutSessionRequest", column: 3),
        MeteroidRefusal(
            whole: " []", "invalid type: sequence, expected struct CreateCheckoutSessionRequest", column: 1),
        MeteroidRefusal(
            whole: #"{"customer_id":"x","plan_version_id":"nope","coupon_code":"X"}"#,
            "plan_version_id: IdError: invalid character: found `n` at 1", column: 43),
        MeteroidRefusal(
            whole: #"{"customer_id":"x","plan_version_id":"nope" , "coupon_code":"X"}"#,
            "plan_version_id: IdError: invalid character: found `n` at 1", column: 44),
        MeteroidRefusal(
            whole: #"{"customer_id":"x","plan_version_id":"nope" }"#,
            "plan_version_id: IdError: invalid character: found `n` at 1", column: 45),
        // Missing members are reported in the order of declaration, not of the text, and after wrong values.
        MeteroidRefusal(
            whole: #"{"net_terms":"x"}"#, #"net_terms: invalid type: string "x", expected i32"#, column: 16),
    ])
    func `of a whole body have the position where the server's reader stopped`(_ refusal: MeteroidRefusal) {
        check(refusal)
    }

    @Test(arguments: [
        MeteroidRefusal(
            #","components":{"parameterized_components":[{"component_id":"price_0"}]}}"#,
            "components.parameterized_components[0]: missing field `parameters`", column: 69),
        MeteroidRefusal(
            #","components":{"remove_components":["price_0","nope"]}}"#,
            "components.remove_components[1]: IdError: invalid character: found `n` at 1", column: 53),
        MeteroidRefusal(
            #","components":{"parameterized_components":[{"parameters":{"billing_period":"WEEKLY"}}]}}"#,
            "components.parameterized_components[0].parameters.billing_period: unknown variant `WEEKLY`, "
                + "expected one of `MONTHLY`, `QUARTERLY`, `SEMIANNUAL`, `ANNUAL`", column: 83),
        MeteroidRefusal(
            #","components":{"parameterized_components":[{"parameters":{"billing_period":5}}]}}"#, parses: false,
            "components.parameterized_components[0].parameters.billing_period: expected value", column: 76),
        MeteroidRefusal(
            #","components":{"parameterized_components":[{"parameters":{"committed_capacity":9223372036854775808}}]}}"#,
            "components.parameterized_components[0].parameters.committed_capacity: "
                + "invalid value: integer `9223372036854775808`, expected i64", column: 98),
        MeteroidRefusal(
            #","add_ons":[{"add_on_id":"add_0","quantity":null}]}"#,
            "add_ons[0].quantity: invalid type: null, expected u32", column: 48),
        MeteroidRefusal(
            #","components":{"extra_components":5}}"#,
            "components.extra_components: invalid type: integer `5`, expected a sequence", column: 35),
    ])
    func `within objects and lists name the whole path`(_ refusal: MeteroidRefusal) { check(refusal) }

    @Test(arguments: [
        MeteroidRefusal(
            #","payment_methods_config":{"type":"paypal"},"coupon_code":"X"}"#,
            "payment_methods_config.type: unknown variant `paypal`, "
                + "expected one of `online`, `bank_transfer`, `external`",
            column: 42),
        MeteroidRefusal(
            #","payment_methods_config":{"type":null}}"#,
            "payment_methods_config.type: invalid type: null, expected variant identifier", column: 38),
        MeteroidRefusal(
            #","payment_methods_config":{}}"#, "payment_methods_config: missing field `type`", column: 28),
        MeteroidRefusal(
            #","payment_methods_config":"online"}"#,
            #"payment_methods_config: invalid type: string "online", "#
                + "expected internally tagged enum PaymentMethodsConfig",
            column: 34),
        MeteroidRefusal(
            #","payment_methods_config":{"type":"online","type":"external"}}"#,
            "payment_methods_config: duplicate field `type`", column: 49),
        MeteroidRefusal(
            #","payment_methods_config":{"type":"online","config":{"card":{"enabled":1}}},"coupon_code":"X"}"#,
            "payment_methods_config: invalid type: integer `1`, expected a boolean", column: 75),
        MeteroidRefusal(
            #","payment_methods_config":{"config":{"card":{}},"type":"online"}}"#,
            "payment_methods_config: missing field `enabled`", column: 65),
        MeteroidRefusal(
            #","add_ons":[{"add_on_id":"add_0","customization":{"type":"PARAMETERIZATION","billing_period":1} } ]}"#,
            "add_ons[0].customization: invalid type: integer `1`, expected string or map", column: 97),
        MeteroidRefusal(
            #","add_ons":[{"customization":{"type":"PRICE_OVERRIDE","#
                + #""price_entry":{"type":"NEW","cadence":"DAILY"}}}]}"#,
            "add_ons[0].customization: unknown variant `DAILY`, "
                + "expected one of `MONTHLY`, `QUARTERLY`, `SEMIANNUAL`, `ANNUAL`", column: 102),
    ])
    func `within a union end at the union`(_ refusal: MeteroidRefusal) { check(refusal) }

    @Test func `list two words with or, and one word alone`() {
        let begin = #"{"components":{"extra_components":[{"product_ref":{"type":"NEW","name":"n","fee_type":"RATE","#
        let two = begin + #""fee_structure":{"type":"EXTRA_RECURRING","billing_type":"LATER"}}}]}}"#
        #expect(MeteroidBench().create(two).message?.contains("`LATER`, expected `ADVANCE` or `ARREARS` at") == true)
        let one = begin + #""fee_structure":{"type":"SLOT","upgrade_policy":"NEVER"}}}]}}"#
        #expect(MeteroidBench().create(one).message?.contains("`NEVER`, expected `PRORATED` at") == true)
    }
}
