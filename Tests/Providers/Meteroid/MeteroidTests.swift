import Checkout
import Testing
import Wire

@testable import Providers

@Suite struct `Meteroid provider` {
    private let bench = MeteroidBench()

    @Test(arguments: [
        ([], "Invalid or missing Authorization header"),
        (["Basic dXNlcjpwYXNz"], "Invalid or missing Authorization header"),
        (["bearer \(MeteroidBench.key)"], "Invalid or missing Authorization header"),
        (["Bearer"], "Invalid or missing Authorization header"),
        (["Bearer "], "Invalid or missing Authorization header"),
        (["Bearer\t\(MeteroidBench.key)"], "Invalid or missing Authorization header"),
        (["Bearer \(MeteroidBench.key)\u{E9}"], "Invalid or missing Authorization header"),
        (["Bearer \(MeteroidBench.key)", "Bearer \(MeteroidBench.key)"], "Invalid or missing Authorization header"),
        (["Bearer  \(MeteroidBench.key)"], "Invalid API key format"),
        (["Bearer pv_sand_abcdef"], "Invalid API key format"),
        (["Bearer pv_sand_abcdef/"], "Invalid API key format"),
        (["Bearer pv_sand_abcdef/not-base62!"], "Invalid API key format"),
        (["Bearer pv_sand_abcdef/zzzzzzzzzzzzzzzzzzzzzz"], "Invalid API key format"),
        (["Bearer pv_sand_abcdef/2vIOgNg2ElyLMxWAPn6Xy"], "Failed to resolve api key"),
        (["Bearer pv_sand_abcdef/2vIOgNg2ElyLMxWAPn6Xz"], "Unauthorized. Invalid hash"),
    ])
    func `identifies no caller without a whole key`(_ values: [String], _ message: String) {
        let answer = bench.answer(.post, "/api/v1/nothing", values.map { ("authorization", $0) }, [])
        #expect(answer.status == 401)
        #expect(answer.json?.member("code")?.string == "UNAUTHORIZED")
        #expect(answer.message == message)
        #expect(answer.fields.map(\.name) == ["WWW-Authenticate"])
    }

    @Test func `reads the whole key as the secret, and its last part as the identifier`() throws {
        let head = ProviderStage.request("POST", "/", [("Authorization", "Bearer pv_prod_a_b/c/1Z")]).head
        let credential = try Meteroid().identify(head)
        #expect(String(decoding: credential.secret, as: UTF8.self) == "pv_prod_a_b/c/1Z")
        #expect(credential.identifier.map { String(decoding: $0, as: UTF8.self) } == "1Z")
    }

    @Test(arguments: [
        ("pv_prod_a_b/c/1Z", "1Z"), ("a/1Z", "1Z"), ("/1Z", "1Z"), ("a", nil), ("a/", nil), ("a/1-Z", nil),
        ("a b/1Z", nil), ("\u{E9}/1Z", nil), ("a/zzzzzzzzzzzzzzzzzzzzzz", nil),
    ])
    func `finds an identifier in exactly the secrets that requests can present`(_ secret: String, _ name: String?) {
        #expect(Meteroid.identifier(inSecret: secret) == name)
        let head = ProviderStage.request("POST", "/", [("Authorization", "Bearer \(secret)")]).head
        let shown = (try? Meteroid().identify(head))?.identifier
        #expect(shown.map { String(decoding: $0, as: UTF8.self) } == name)
    }

    @Test(arguments: [
        (["application/json"], [], 200), (["Application/JSON ; charset=utf-8"], [], 200),
        (["application/vnd.api+json"], [], 200), (["application/x+JSON;v=1"], ["identity"], 200),
        (["application/json"], ["Identity"], 200), (["application/json"], [""], 200), ([], [], 415),
        (["text/json"], [], 415),
        (["application/+json"], [], 415),
        (["application/jsonx"], [], 415), (["application/a b+json"], [], 415), (["application/x+json+xml"], [], 415),
        (["application/json", "application/json"], [], 415), (["application/json"], ["gzip"], 415),
        (["application/json"], ["identity", "br"], 415),
    ])
    func `reads JSON without a content coding, in each of its media types`(
        _ types: [String], _ codings: [String], _ status: Int
    ) {
        var fields = [("Authorization", "Bearer \(MeteroidBench.key)")]
        fields += types.map { ("Content-Type", $0) } + codings.map { ("Content-Encoding", $0) }
        #expect(
            bench.answer(.post, "/api/v1/checkout-sessions", fields, Array(MeteroidBench.body().utf8)).status == status)
    }

    @Test(arguments: [
        "coupon_code", "billing_start_date", "billing_day_anchor", "net_terms", "trial_duration_days",
        "expires_in_hours",
        "end_date", "auto_advance_invoices", "charge_automatically", "invoice_memo", "invoice_threshold",
        "purchase_order",
        "components", "add_ons", "metadata", "payment_methods_config",
    ])
    func `accepts null for optional members`(_ member: String) throws {
        let session = try MeteroidBench.session(bench.create(MeteroidBench.body(#","\#(member)":null"#)))
        #expect(session.member("payment_methods_config")?.isNull == true)
        #expect(bench.sessions[0].metadata == nil)
        #expect(bench.sessions[0].expiresAt == bench.now.advanced(microseconds: 3_600_000_000))
    }

    @Test(
        arguments: [
            ("0", nil), ("1", 3_600), ("48", 172_800), ("69800000", 251_280_000_000), ("null", 3_600),
        ] as [(String, Int64?)])
    func `gives a session the requested hours, and no expiry with 0`(_ hours: String, _ seconds: Int64?) throws {
        let session = try MeteroidBench.session(bench.create(MeteroidBench.body(#","expires_in_hours":\#(hours)"#)))
        #expect(bench.sessions[0].expiresAt == seconds.map { bench.now.advanced(microseconds: $0 * 1_000_000) })
        #expect(session.member("expires_at")?.isNull == (seconds == nil))
    }

    @Test(arguments: [
        (#""expires_in_hours":2147483647"#, "integer `2147483647`"),
        (#""expires_in_hours" : 70000000 "#, "integer `70000000`"),
    ])
    func `refuses hours that end after the last date of the contract`(_ member: String, _ what: String) throws {
        let text = MeteroidBench.body(",\(member)")
        let answer = bench.create(text)
        #expect(answer.status == 400)
        let column = text.utf8.count - member.reversed().prefix { $0 == " " }.count - 1
        #expect(
            answer.message
                == "Failed to deserialize the JSON body into the target type: expires_in_hours: invalid value: "
                + "\(what), expected hours that end by the year 9999 at line 1 column \(column)")
        #expect(bench.sessions.isEmpty)
    }

    @Test func `keeps the request's values and the catalogue's`() throws {
        _ = try MeteroidBench.session(
            bench.create(
                #"{"plan_version_id":"{01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01}","#
                    + #""customer_id":"acme-corp","metadata" : { "a": [1, 2.50] } }"#))
        let session = try #require(bench.sessions.first)
        #expect(session.mode == .subscription)
        #expect(
            session.customer
                == CheckoutSession.Customer(
                    reference: MeteroidBench.customer, email: "billing@acme.example"))
        #expect(session.items == Items(CheckoutSession.Item(kind: "plan_version", reference: MeteroidBench.plan)))
        #expect(session.amount == 4_900 && session.currency?.code == "EUR")
        #expect(session.metadata == JSONText(parsing: Array(#"{ "a": [1, 2.50] }"#.utf8)))
    }

    @Test(arguments: [
        (#""cus_0006M5HzU3hkTd4m7logrUkIu""#, 200), (#""ACME-CORP""#, 404), (#""cus_!""#, 404), (#""""#, 404),
        (#""01932f6e-1a00-7c4d-9a1b-0c2d3e4f5a01""#, 404), (#""cus_jh86UEninWZyS""#, 404),
    ])
    func `refuses customers that a strict catalogue does not have`(_ customer: String, _ status: Int) {
        let answer = bench.create(#"{"customer_id":\#(customer),"plan_version_id":"\#(MeteroidBench.plan)"}"#)
        #expect(answer.status == status)
        if status == 404 { #expect(answer.message == "Resource not found") }
    }

    @Test(arguments: ["acme-corp", "cus_!", "", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5a01", "caf\u{E9}", "cus_"])
    func `answers an alias with one id where the catalogue is open, and lists by that`(_ alias: String) throws {
        let bench = MeteroidBench(catalogue: Catalogue())
        let create = { (customer: String) in
            bench.create(#"{"customer_id":"\#(customer)","plan_version_id":"plv_00"}"#)
        }
        let id = try #require(MeteroidBench.session(create(alias)).member("customer_id")?.string)
        #expect(MeteroidID.decodePrefixed(id.utf8.span, "cus_").map { $0 >> 76 & 0xF } == 8)
        #expect(bench.sessions[0].customer.reference == id)
        // Another alias is another customer, and an id stays the same.
        #expect(try MeteroidBench.session(create(alias + "-")).member("customer_id")?.string != id)
        for name in [alias, id] { #expect(try MeteroidBench.session(create(name)).member("customer_id")?.string == id) }
        let found = bench.answer(.get, "/api/v1/checkout-sessions?customer_id=\(id)", MeteroidBench.fields, [])
        #expect(
            try #require(found.json?.member("sessions")).elements.map { $0.member("customer_id")?.string } == [
                id, id, id,
            ])
        let digest = { (text: ArraySlice<UInt8>) in ProviderStage.digest(of: text) }
        #expect(Meteroid.customerReference(named: alias, AccountID(1), digest) == id)
        #expect(Meteroid.customerReference(named: alias, AccountID(2), digest) != id)
    }

    @Test func `keeps an id and answers its usual spelling where the catalogue is open`() throws {
        let bench = MeteroidBench(catalogue: Catalogue())
        let session = try MeteroidBench.session(bench.create(#"{"customer_id":"cus_007","plan_version_id":"plv_00"}"#))
        #expect(session.member("customer_id")?.string == "cus_7")
        #expect(session.member("plan_version_id")?.string == "plv_0")
        #expect(Meteroid.customerReference(named: "cus_007", AccountID(1), { ProviderStage.digest(of: $0) }) == "cus_7")
    }

    @Test(arguments: [
        (#""https://shop.example/ok?a=1""#, "https://shop.example/ok?a=1"), (#""http:\/\/h""#, "http://h"),
        (#""/ok""#, nil), (#""javascript:alert(1)""#, nil), ("null", nil), ("7", nil), (#"{"a":1}"#, nil),
        (#""""#, nil),
        (#""ftp://h/""#, nil), (#""x","success_url":"https://h/2""#, "https://h/2"),
        // The page decides about this URL and reports it.
        (#""https://_h/""#, "https://_h/"),
    ])
    func `follows a success URL of the SDK, and ignores other texts`(_ value: String, _ url: String?) throws {
        let answer = bench.create(MeteroidBench.body(#","cancel_url":\#(value),"success_url":\#(value)"#))
        let session = try MeteroidBench.session(answer)
        #expect(bench.sessions[0].successURL == url)
        #expect(session.member("success_url") == nil && session.member("cancel_url") == nil)
    }

    @Test(arguments: [
        #""zzz":"\ud800""#, #""zzz":{"\udc00":["\ud800\ud800x","\\\ud83d\ude00"]}"#,
        #""components":{"zzz":"\ud800","extra_components":null}"#,
        #""add_ons":[{"add_on_id":"add_6M5HzU3hl2l6AHz3dsW9AS","zzz":"\udfff"}]"#,
    ])
    func `ignores lone surrogates in ignored members`(_ member: String) throws {
        #expect(bench.create(MeteroidBench.body("," + member)).status == 200)
        #expect(UTF8Validation.firstFault(in: bench.sessions[0].fields.text.bytes, allowingSurrogates: false) == nil)
        #expect(bench.sessions[0].fields.document.fault == nil)
    }

    @Test(arguments: [
        (#""zzz":"a?b\u00e9""#, 200), (#""zzz":["?",{"?":1}]"#, 200), (#""metadata":"?""#, 400), (#""?":1"#, 400),
    ])
    func `ignores bytes that are not text in ignored members`(_ member: String, _ status: Int) {
        let bytes = MeteroidBench.body("," + member).utf8.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }
        let answer = bench.answer(.post, "/api/v1/checkout-sessions", MeteroidBench.fields, bytes)
        #expect(answer.status == status)
        if status == 200 {
            #expect(bench.sessions[0].fields.text.bytes.elementsEqual(MeteroidBench.body("," + member).utf8))
        }
    }
}
