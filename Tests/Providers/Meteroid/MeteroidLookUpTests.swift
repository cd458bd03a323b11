import Checkout
import Testing
import Wire

@testable import Providers

/// Calls of Meteroid about sessions that exist: show, list and cancel.
@Suite struct `Meteroid look-up` {
    private let bench = MeteroidBench()

    @Test func `answers a read like the create call, for both spellings of the id`() throws {
        let rest =
            #","coupon_code":"a\"\u00e9","billing_start_date":" 2026-1-5 ","net_terms":-5,"payment_methods_config":"#
            + #"{"account_id":"ba_6M5HzU3hlnb81Aw2uZDLeW","type":"bank_transfer","x":1}"#
        let created = bench.create(MeteroidBench.body(rest))
        let id = try #require(MeteroidBench.session(created).member("id")?.string)
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
        _ = bench.create(MeteroidBench.body())
        for (status, word) in zip(Status.allCases, words) {
            bench.sessions[0].status = status
            bench.sessions[0].completedAt = status == .completed ? bench.now : nil
            let answer = bench.provider.render(bench.sessions[0], for: .retrieve, at: bench.now, MeteroidBench.links)
            let session = try MeteroidBench.session(answer)
            #expect(session.member("status")?.string == word)
            #expect(session.member("checkout_url")?.isNull == status.isFinal)
            #expect(session.member("subscription_id")?.string?.hasPrefix("sub_") == (status == .completed ? true : nil))
            #expect(session.member("completed_at")?.isNull == (status != .completed))
        }
    }

    @Test func `shows a session as expired from its moment on, recorded or not`() throws {
        _ = bench.create(MeteroidBench.body())
        bench.now = bench.now.advanced(microseconds: 3_600_000_000)
        let id = UUIDText.encode(bench.sessions[0].id.bits)
        let session = try MeteroidBench.session(
            bench.answer(.get, "/api/v1/checkout-sessions/\(id)", MeteroidBench.fields, []))
        #expect(session.member("status")?.string == "EXPIRED")
        #expect(session.member("checkout_url")?.isNull == true)
    }

    @Test func `cancels once, with any body, and answers the same for ended and unknown sessions`() throws {
        _ = bench.create(MeteroidBench.body())
        let id = MeteroidID.encode(bench.sessions[0].id.bits, "che_")
        let credential = [MeteroidBench.fields[0]]
        let path = "/api/v1/checkout-sessions/\(id)/cancel"
        let cancelled = try MeteroidBench.session(bench.answer(.post, path, credential, [0xFF]))
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
    func `distinguishes a malformed id from an unknown one`(_ id: String, _ status: Int, _ message: String) {
        let answer = bench.answer(.get, "/api/v1/checkout-sessions/\(id)", MeteroidBench.fields, [])
        #expect(answer.status == status && answer.message == message)
    }

    @Test(arguments: [
        ("", 3), ("?", 3), ("?foo=bar&&=&x", 3), ("?status=CREATED", 2), ("?st%61tus=%43ANCELLED", 1),
        ("?customer_id=cus_6M5HzU3hkTd4m7logrUkIu", 2), ("?customer_id=01932f6e-1a00-7c4d-9a1b-0c2d3e4f5a02", 1),
        ("?customer_id=cus_0", 0), ("?status=COMPLETED&customer_id=cus_6M5HzU3hkTd4m7logrUkIu", 0),
        ("?status=AWAITING_PAYMENT", 0),
    ])
    func `lists the sessions that the query selects, newest first`(_ query: String, _ count: Int) throws {
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

    @Test func `shows another provider's session with the members that it has`() throws {
        let fields = JSONDocument(utf8: Array(#"{"coupon_code":{"a":1},"net_terms":"x"}"#.utf8))
        let draft = Draft(mode: .payment, fields: SentFields(fields), lifetimeSeconds: nil)
        let foreign = CheckoutSession(
            id: SessionID(key: 1 << 40, tail: 7), number: 1, provider: ProviderName("dollr"), account: AccountID(1),
            isLive: true, status: .open, draft: draft, createdAt: bench.now)
        let session = try MeteroidBench.session(
            bench.provider.render(foreign, for: .retrieve, at: bench.now, MeteroidBench.links))
        #expect(session.member("customer_id")?.string == "cus_0")
        #expect(session.member("plan_version_id")?.string == "plv_0")
        #expect(session.member("coupon_code")?.isNull == true)
        #expect(session.member("net_terms")?.isNull == true)
        #expect(session.member("expires_at")?.isNull == true)
    }
}
