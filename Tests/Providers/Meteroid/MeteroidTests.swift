import Checkout
import Testing
import Wire

@testable import Providers

@Suite struct `Meteroid provider` {
    private let bench = MeteroidBench()

    private func body(_ rest: String = "") -> String {
        #"{"customer_id":"\#(MeteroidBench.customer)","plan_version_id":"\#(MeteroidBench.plan)"\#(rest)}"#
    }

    private func session(_ answer: Response) throws -> JSON {
        #expect(answer.status == 200)
        return try #require(answer.json?.member("session"))
    }

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
    func `knows nobody without a whole key`(_ values: [String], _ message: String) {
        let answer = bench.answer(.post, "/api/v1/nothing", values.map { ("authorization", $0) }, [])
        #expect(answer.status == 401)
        #expect(answer.json?.member("code")?.string == "UNAUTHORIZED")
        #expect(answer.message == message)
        #expect(answer.fields.map(\.name) == ["WWW-Authenticate"])
    }

    @Test func `takes the whole key for the secret, and its last part for its name`() throws {
        let head = ProviderStage.request("POST", "/", [("Authorization", "Bearer pv_prod_a_b/c/1Z")]).head
        let credential = try Meteroid().identify(head)
        #expect(String(decoding: credential.secret, as: UTF8.self) == "pv_prod_a_b/c/1Z")
        #expect(credential.identifier.map { String(decoding: $0, as: UTF8.self) } == "1Z")
    }

    @Test(arguments: [
        ("pv_prod_a_b/c/1Z", "1Z"), ("a/1Z", "1Z"), ("/1Z", "1Z"), ("a", nil), ("a/", nil), ("a/1-Z", nil),
        ("a b/1Z", nil), ("\u{E9}/1Z", nil), ("a/zzzzzzzzzzzzzzzzzzzzzz", nil),
    ])
    func `has a name in the secrets that let somebody in, and in no others`(_ secret: String, _ name: String?) {
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
    func `reads JSON that is not coded, by whatever name it has`(_ types: [String], _ codings: [String], _ status: Int)
    {
        var fields = [("Authorization", "Bearer \(MeteroidBench.key)")]
        fields += types.map { ("Content-Type", $0) } + codings.map { ("Content-Encoding", $0) }
        #expect(bench.answer(.post, "/api/v1/checkout-sessions", fields, Array(body().utf8)).status == status)
    }

    @Test(arguments: [
        "coupon_code", "billing_start_date", "billing_day_anchor", "net_terms", "trial_duration_days",
        "expires_in_hours",
        "end_date", "auto_advance_invoices", "charge_automatically", "invoice_memo", "invoice_threshold",
        "purchase_order",
        "components", "add_ons", "metadata", "payment_methods_config",
    ])
    func `takes null for what may be missing`(_ member: String) throws {
        let session = try session(bench.create(body(#","\#(member)":null"#)))
        #expect(session.member("payment_methods_config")?.isNull == true)
        #expect(bench.sessions[0].metadata == nil)
        #expect(bench.sessions[0].expiresAt == bench.now.advanced(microseconds: 3_600_000_000))
    }

    @Test(
        arguments: [
            ("0", nil), ("1", 3_600), ("48", 172_800), ("69800000", 251_280_000_000), ("null", 3_600),
        ] as [(String, Int64?)])
    func `lets a session live so many hours, and for ever with none`(_ hours: String, _ seconds: Int64?) throws {
        let session = try session(bench.create(body(#","expires_in_hours":\#(hours)"#)))
        #expect(bench.sessions[0].expiresAt == seconds.map { bench.now.advanced(microseconds: $0 * 1_000_000) })
        #expect(session.member("expires_at")?.isNull == (seconds == nil))
    }

    @Test(arguments: [
        (#""expires_in_hours":2147483647"#, "integer `2147483647`"),
        (#""expires_in_hours" : 70000000 "#, "integer `70000000`"),
    ])
    func `refuses hours that end when no date and time of the contract does`(_ member: String, _ what: String) throws {
        let text = body(",\(member)")
        let answer = bench.create(text)
        #expect(answer.status == 400)
        let column = text.utf8.count - member.reversed().prefix { $0 == " " }.count - 1
        #expect(
            answer.message
                == "Failed to deserialize the JSON body into the target type: expires_in_hours: invalid value: "
                + "\(what), expected hours that end by the year 9999 at line 1 column \(column)")
        #expect(bench.sessions.isEmpty)
    }

    @Test func `keeps what was asked, and what the catalogue knows of it`() throws {
        _ = try session(
            bench.create(
                #"{"plan_version_id":"{01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01}","#
                    + #""customer_id":"acme-corp","metadata" : { "a": [1, 2.50] } }"#))
        let session = try #require(bench.sessions.first)
        #expect(session.mode == .subscription)
        #expect(
            session.customer
                == CheckoutSession.Customer(
                    reference: MeteroidBench.customer, email: "billing@acme.example"))
        #expect(session.item == CheckoutSession.Item(kind: "plan_version", reference: MeteroidBench.plan))
        #expect(session.amount == 4_900 && session.currency?.code == "EUR")
        #expect(session.metadata == Array(#"{ "a": [1, 2.50] }"#.utf8))
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
        let id = try #require(session(create(alias)).member("customer_id")?.string)
        #expect(MeteroidID.decodePrefixed(id.utf8.span, "cus_").map { $0 >> 76 & 0xF } == 8)
        #expect(bench.sessions[0].customer.reference == id)
        // Another alias is another customer, and an id stays the same.
        #expect(try session(create(alias + "-")).member("customer_id")?.string != id)
        for name in [alias, id] { #expect(try session(create(name)).member("customer_id")?.string == id) }
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
        let session = try session(bench.create(#"{"customer_id":"cus_007","plan_version_id":"plv_00"}"#))
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
    func `follows a success URL of the SDK's, and ignores what is none`(_ value: String, _ url: String?) throws {
        let answer = bench.create(body(#","cancel_url":\#(value),"success_url":\#(value)"#))
        let session = try session(answer)
        #expect(bench.sessions[0].successURL == url)
        #expect(session.member("success_url") == nil && session.member("cancel_url") == nil)
    }

    @Test(arguments: [
        #""zzz":"\ud800""#, #""zzz":{"\udc00":["\ud800\ud800x","\\\ud83d\ude00"]}"#,
        #""components":{"zzz":"\ud800","extra_components":null}"#,
        #""add_ons":[{"add_on_id":"add_6M5HzU3hl2l6AHz3dsW9AS","zzz":"\udfff"}]"#,
    ])
    func `passes over halves of surrogate pairs in members that nobody reads`(_ member: String) throws {
        #expect(bench.create(body("," + member)).status == 200)
        #expect(UTF8Validation.firstFault(in: bench.sessions[0].fields.text, allowingSurrogates: false) == nil)
        #expect(bench.sessions[0].fields.document.fault == nil)
    }

    @Test(arguments: [
        (#""zzz":"a?b\u00e9""#, 200), (#""zzz":["?",{"?":1}]"#, 200), (#""metadata":"?""#, 400), (#""?":1"#, 400),
    ])
    func `passes over bytes that are no text there, too`(_ member: String, _ status: Int) {
        let bytes = body("," + member).utf8.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }
        let answer = bench.answer(.post, "/api/v1/checkout-sessions", MeteroidBench.fields, bytes)
        #expect(answer.status == status)
        if status == 200 {
            #expect(bench.sessions[0].fields.text.elementsEqual(body("," + member).utf8))
        }
    }

    @Test func `answers a look-up as it answered the call, in either spelling of the id`() throws {
        let rest =
            #","coupon_code":"a\"\u00e9","billing_start_date":" 2026-1-5 ","net_terms":-5,"payment_methods_config":"#
            + #"{"account_id":"ba_6M5HzU3hlnb81Aw2uZDLeW","type":"bank_transfer","x":1}"#
        let created = bench.create(body(rest))
        let id = try #require(session(created).member("id")?.string)
        let uuid = UUIDText.encode(bench.sessions[0].id.bits)
        for spelling in [id, uuid, uuid.uppercased()] {
            let found = bench.answer(.get, "/api/v1/checkout-sessions/\(spelling)", MeteroidBench.fields, [])
            #expect(found.body == created.body)
        }
        let text = String(decoding: created.body, as: UTF8.self)
        #expect(
            text.contains(
                #""coupon_code":"a\"é","billing_start_date":"2026-01-05","billing_day_anchor":null,"net_terms":-5,"#))
        #expect(
            text.contains(
                #""payment_methods_config":{"type":"bank_transfer","#
                    + #""account_id":"01932f6e-1a00-7c4d-9a1b-0c2d3e4f6101"}"#
            ))
        #expect(
            text.contains(#""created_at":"2026-08-22T13:01:48.123456Z","expires_at":"2026-08-22T14:01:48.123456Z""#))
        #expect(text.contains(#""checkout_url":"https://pay.example/checkout?token=cs_test_"#))
    }

    @Test func `has a word for each status, and a page for those that can be paid`() throws {
        let words = ["CREATED", "AWAITING_PAYMENT", "COMPLETED", "EXPIRED", "CANCELLED"]
        _ = bench.create(body())
        for (status, word) in zip(Status.allCases, words) {
            bench.sessions[0].status = status
            bench.sessions[0].completedAt = status == .completed ? bench.now : nil
            let answer = bench.provider.render(bench.sessions[0], for: .retrieve, at: bench.now, MeteroidBench.links)
            let session = try session(answer)
            #expect(session.member("status")?.string == word)
            #expect(session.member("checkout_url")?.isNull == status.isFinal)
            #expect(session.member("subscription_id")?.string?.hasPrefix("sub_") == (status == .completed ? true : nil))
            #expect(session.member("completed_at")?.isNull == (status != .completed))
        }
    }

    @Test func `tells a session whose time has run out as expired, swept or not`() throws {
        _ = bench.create(body())
        bench.now = bench.now.advanced(microseconds: 3_600_000_000)
        let id = UUIDText.encode(bench.sessions[0].id.bits)
        let session = try session(bench.answer(.get, "/api/v1/checkout-sessions/\(id)", MeteroidBench.fields, []))
        #expect(session.member("status")?.string == "EXPIRED")
        #expect(session.member("checkout_url")?.isNull == true)
    }

    @Test func `cancels once, whatever the body, and does not tell done from unknown`() throws {
        _ = bench.create(body())
        let id = MeteroidID.encode(bench.sessions[0].id.bits, "che_")
        let credential = [MeteroidBench.fields[0]]
        let path = "/api/v1/checkout-sessions/\(id)/cancel"
        let cancelled = try session(bench.answer(.post, path, credential, [0xFF]))
        #expect(cancelled.member("status")?.string == "CANCELLED")
        for path in [
            path, "/api/v1/checkout-sessions/che_6M5HzU3hmB18wcPXXuYwtY/cancel",
            "/api/v1/checkout-sessions/che_0/cancel",
        ] {
            let answer = bench.answer(.post, path, credential, [])
            #expect(answer.status == 400)
            #expect(answer.message == "Invalid input: Checkout session not found or cannot be cancelled")
        }
    }

    @Test(arguments: [
        ("che_6M5HzU3hmB18wcPXXuYwtY", 404, "Resource not found"), ("che_0", 404, "Resource not found"),
        ("che_", 400, "Invalid URL: IdError: Encoded input is an empty string"),
        ("nope", 400, "Invalid URL: IdError: invalid character: found `n` at 1"),
        (MeteroidBench.customer, 400, "Invalid URL: IdError: invalid character: found `u` at 2"),
    ])
    func `tells an id that is none from one that is nobody's`(_ id: String, _ status: Int, _ message: String) {
        let answer = bench.answer(.get, "/api/v1/checkout-sessions/\(id)", MeteroidBench.fields, [])
        #expect(answer.status == status && answer.message == message)
    }

    @Test(arguments: [
        ("", 3), ("?", 3), ("?foo=bar&&=&x", 3), ("?status=CREATED", 2), ("?st%61tus=%43ANCELLED", 1),
        ("?customer_id=cus_6M5HzU3hkTd4m7logrUkIu", 2), ("?customer_id=01932f6e-1a00-7c4d-9a1b-0c2d3e4f5a02", 1),
        ("?customer_id=cus_0", 0), ("?status=COMPLETED&customer_id=cus_6M5HzU3hkTd4m7logrUkIu", 0),
        ("?status=AWAITING_PAYMENT", 0),
    ])
    func `lists what the query asks for, newest first`(_ query: String, _ count: Int) throws {
        for customer in [MeteroidBench.customer, "cus_6M5HzU3hkTfuba2Spep0iy", MeteroidBench.customer] {
            _ = bench.create(#"{"customer_id":"\#(customer)","plan_version_id":"\#(MeteroidBench.plan)"}"#)
        }
        bench.sessions[0].status = .cancelled
        let answer = bench.answer(.get, "/api/v1/checkout-sessions\(query)", MeteroidBench.fields, [])
        #expect(answer.status == 200)
        #expect(try #require(answer.json?.member("sessions")).elements.reduce(0) { count, _ in count + 1 } == count)
    }

    @Test(arguments: [
        (
            "status=OPEN",
            "status: unknown variant `OPEN`, expected one of `CREATED`, `AWAITING_PAYMENT`, "
                + "`COMPLETED`, `EXPIRED`, `CANCELLED`"
        ),
        ("status=CREATED&status=CREATED", "status: unsupported value"),
        ("customer_id=acme-corp", "customer_id: IdError: invalid character: found `m` at 3"),
        ("customer_id=", "customer_id: IdError: invalid length: expected length 32 for simple format, found 0"),
        ("customer_id=a+b%zz", "customer_id: IdError: invalid character: found ` ` at 2"),
    ])
    func `refuses a query that it cannot read`(_ query: String, _ reason: String) {
        let answer = bench.answer(.get, "/api/v1/checkout-sessions?\(query)", MeteroidBench.fields, [])
        #expect(answer.status == 400)
        #expect(answer.message == "Failed to deserialize query string: \(reason)")
    }

    @Test func `shows another provider's session with what it has`() throws {
        let fields = JSONDocument(utf8: Array(#"{"coupon_code":{"a":1},"net_terms":"x"}"#.utf8))
        let draft = Draft(mode: .payment, fields: .read(fields), lifetimeSeconds: nil)
        let foreign = CheckoutSession(
            id: SessionID(key: 1 << 40, tail: 7), number: 1, provider: ProviderName("dollr"), account: AccountID(1),
            isLive: true, status: .open, draft: draft, createdAt: bench.now)
        let session = try session(bench.provider.render(foreign, for: .retrieve, at: bench.now, MeteroidBench.links))
        #expect(session.member("customer_id")?.string == "cus_0")
        #expect(session.member("plan_version_id")?.string == "plv_0")
        #expect(session.member("coupon_code")?.isNull == true)
        #expect(session.member("net_terms")?.isNull == true)
        #expect(session.member("expires_at")?.isNull == true)
    }
}

@Suite struct `Meteroid request` {
    @Test(arguments: [
        (MeteroidRequest.Member.customerID, "customer_id"), (.planVersionID, "plan_version_id"),
        (.couponCode, "coupon_code"), (.billingStartDate, "billing_start_date"),
        (.billingDayAnchor, "billing_day_anchor"), (.netTerms, "net_terms"),
        (.trialDurationDays, "trial_duration_days"), (.expiresInHours, "expires_in_hours"), (.metadata, "metadata"),
        (.paymentMethodsConfig, "payment_methods_config"),
    ])
    func `finds a member by its name, escaped or not, unless it is null`(
        _ member: MeteroidRequest.Member, _ name: String
    ) {
        let escaped = name.replacing("_", with: #"\u005f"#)
        for (text, expected) in [(name, "7"), (escaped, "7"), (name, "null")] {
            let document = JSONDocument(utf8: Array(#"{"x":{"\#(name)":1},"\#(text)":\#(expected)}"#.utf8))
            let value = MeteroidRequest(document)[member]
            #expect(value.map { String(decoding: $0.source, as: UTF8.self) } == (expected == "null" ? nil : expected))
        }
    }

    @Test func `takes the last member by a name that is not null`() {
        let document = JSONDocument(utf8: Array(#"{"net_terms":1,"net_terms":2,"net_terms":null}"#.utf8))
        #expect(MeteroidRequest(document)[.netTerms].map { String(decoding: $0.source, as: UTF8.self) } == "2")
    }

    @Test(arguments: ["", "[1]", "7", "{", #"{"net_terms""#, #"{"net_terms":"#, #"{"net_terms":1"#])
    func `finds nothing in a text that is not a complete object`(_ text: String) {
        #expect(MeteroidRequest(JSONDocument(utf8: Array(text.utf8)))[.netTerms] == nil)
    }
}
