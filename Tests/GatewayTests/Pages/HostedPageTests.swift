import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway
@testable import Pages

@Suite struct `Hosted page` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    @Test func `shows what is bought, for whom and until when`() async throws {
        let page = try await stage.get(stage.meteroid(#","trial_duration_days":14"#))
        #expect(page.status == 200)
        for text in [
            "<html lang=\"en\">", "TEST MODE", "Team", "€49.00", "per month, after 14 days free",
            "billing@acme.example",
            "plv_6M5HzU3hkfL5EqVZ0XAXvQ", "datetime=\"2026-09-21T15:13:20.000Z\"", "autocomplete=\"cc-number\"",
            "autocomplete=\"cc-exp\"", "autocomplete=\"cc-csc\"", "inputmode=\"numeric\"", "Start free trial",
            "<label for=\"number\">", "<legend>",
        ] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(page.text.ranges(of: "<script").count == 1, "the page's own")
    }

    @Test func `shows a quantity with its price, and no price where a card is only saved`() async throws {
        let page = try await stage.get(stage.userdocks(quantity: 3) + "&state=\(PageStage.state)")
        #expect(page.text.contains("<dt>Quantity</dt><dd>3</dd>"))
        #expect(page.text.contains("Amount as agreed with the seller"))
        let setup = try await stage.get(stage.userdocks(mode: "setup") + "&state=\(PageStage.state)")
        #expect(setup.text.contains("Save card"))
        #expect(!setup.text.contains("class=\"price\""))
    }

    @Test func `opens Dollr's sessions by token, in the words of their source`() async throws {
        _ = try await stage.gateway.post(
            "/v1/sessions/checkout", [Conformance.dollr], #"{"source_id":101,"source_type":"INVOICE"}"#)
        let page = try await stage.get(stage.token(number: 1))
        #expect(page.status == 200)
        #expect(page.text.contains("<bdi>Invoice 101</bdi>"))
    }

    @Test func `answers HEAD like GET`() async throws {
        let path = try await stage.duro()
        let head = try await stage.gateway.send("HEAD", path)
        let get = try await stage.get(path)
        #expect(head.status == 200)
        #expect(head.body == get.body)
    }

    @Test func `has its protective header fields in every state`() async throws {
        let path = try await stage.billing()
        let answers = [
            try await stage.get(path), try await stage.submit(path, PageStage.declined),
            try await stage.submit(path, "action=pay"), try await stage.get("/checkout/x"),
            try await stage.submit(path, PageStage.secure), try await stage.get(path),
            try await stage.submit(path, "action=confirm"), try await stage.get(path),
            try await stage.gateway.send("PUT", path),
        ]
        for answer in answers {
            #expect(answer.field("Cache-Control") == "no-store")
            #expect(answer.field("Referrer-Policy") == "no-referrer")
            #expect(answer.field("X-Content-Type-Options") == "nosniff")
            guard answer.status != 303 else { continue }
            let policy = try #require(answer.field("Content-Security-Policy"))
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(policy.contains("; script-src \(PagePolicy.source(of: PageScript.text, SHA256.digest)); "))
            #expect(answer.text.contains("<script>\(PageScript.text)</script>"))
            #expect(policy.hasSuffix("base-uri 'none'; frame-ancestors 'none'"))
            #expect(answer.text.contains("<form") == policy.contains("form-action 'self' https:"))
            #expect(answer.text.contains("<form") != policy.contains("form-action 'none'"))
            #expect(answer.contentType == "text/html; charset=utf-8")
        }
    }

    @Test func `pays once, and leads to the shop each time`() async throws {
        let path = try await stage.billing()
        let id = UUIDText.encode(try stage.session().id.bits)
        for _ in 0..<3 {
            let answer = try await stage.submit(path, PageStage.paid)
            #expect(answer.status == 303)
            #expect(answer.location == "https://app.example/ok?id=\(id)")
            stage.gateway.clock.advance(seconds: 1)
        }
        let session = try stage.session()
        #expect(session.status == .completed)
        #expect(session.completedAt == session.createdAt)
        let late = try await stage.submit(path, "action=cancel")
        #expect(late.location == String(path.dropFirst("/checkout/".count)))
        let receipt = try await stage.get(path)
        #expect(receipt.status == 200)
        #expect(receipt.text.contains("Subscription started"))
        #expect(receipt.text.contains("href=\"https://app.example/ok?id=\(id)\""))
        #expect(!receipt.text.contains("<form"))
    }

    @Test func `adds the reference to Duro's success URL`() async throws {
        let answer = try await stage.submit(stage.duro(), PageStage.paid)
        let reference = "chk_" + CrockfordBase32.encode(try stage.session().id.bits)
        #expect(answer.location == "https://shop.example/ok?a=1&reference=\(reference)")
    }

    @Test func `leads to the URLs that Meteroid's SDK sends`() async throws {
        let urls = #","success_url":"https://shop.example/ok?a=1","cancel_url":"https://shop.example/no""#
        let answer = try await stage.submit(stage.meteroid(urls), PageStage.paid)
        let id = try #require(
            try await stage.gateway.send(
                "GET", "/gateway/v1/sessions/1?as=meteroid", [Conformance.admin]
            ).member("body", "session", "id")?.string)
        #expect(answer.location == "https://shop.example/ok?a=1&checkout_session_id=\(id)")
        let cancelled = try await stage.submit(stage.meteroid(urls), "action=cancel")
        #expect(cancelled.location == "https://shop.example/no")
        let page = try await stage.get(stage.meteroid(#","success_url":"/ok","cancel_url":7"#))
        #expect(page.status == 200 && !page.text.contains("<a "))
    }

    @Test(arguments: ["", "?"]) func `shows a receipt if there is no URL to go to`(_ form: String) async throws {
        let path = try await form.isEmpty ? stage.duro(#"{"amount":5000}"#) : stage.meteroid()
        let answer = try await stage.submit(path, PageStage.paid)
        #expect(answer.status == 303)
        // Relative to the page, so that it is right behind a proxy that adds to the path.
        let own = try #require(answer.location)
        #expect(form.isEmpty ? path == "/checkout/\(own)" : path == "/\(own)")
        let page = try await stage.get(path)
        #expect(page.text.contains("Amount paid"))
        #expect(!page.text.contains("<a "))
    }

    @Test(arguments: [
        ("4000000000000002", "declined"), ("4000000000009995", "insufficient funds"), ("4111111111111111", "Only test"),
    ])
    func `lets the customer try again after a refusal`(_ number: String, _ word: String) async throws {
        let path = try await stage.duro()
        let refused = try await stage.submit(path, "action=pay&number=\(number)" + PageStage.card)
        #expect(refused.status == 402)
        #expect(refused.text.contains(word))
        #expect(refused.text.contains("role=\"alert\""))
        #expect(!refused.text.contains(number))
        #expect(try stage.status() == .open)
        #expect(try await stage.submit(path, PageStage.paid).status == 303)
        #expect(try stage.status() == .completed)
    }

    @Test func `marks each wrong field, and does not repeat its value`() async throws {
        let path = try await stage.duro()
        let answer = try await stage.submit(path, "action=pay&number=4242424242424241&expiry=01%2F20&code=98765")
        #expect(answer.status == 422)
        for text in [
            "aria-describedby=\"number-error\"", "aria-describedby=\"expiry-error expiry-hint\"",
            "aria-describedby=\"code-error code-hint\"", "id=\"number-error\"", "id=\"expiry-error\"",
            "id=\"code-error\"",
            "<title>Error: ",
        ] {
            #expect(answer.text.contains(text), "\(text)")
        }
        #expect(!answer.text.contains("4242424242424241"))
        #expect(!answer.text.contains("98765"))
        #expect(try stage.status() == .open)
    }

    @Test func `judges a card's expiry by the gateway's clock`() async throws {
        let path = try await stage.meteroid(#","expires_in_hours":0"#)
        let body = "action=pay&number=4000000000000002&expiry=09%2F26&code=123"
        #expect(try await stage.submit(path, body).status == 402)
        // From 21 September to 1 October 2026.
        stage.gateway.clock.advance(seconds: 10 * 86_400)
        #expect(try await stage.submit(path, body).status == 422)
    }

    @Test func `waits for the bank, and goes on when the customer confirms`() async throws {
        let path = try await stage.duro()
        let begun = try await stage.submit(path, PageStage.secure)
        #expect(begun.status == 303)
        #expect(try stage.status() == .processing)
        #expect(try await stage.get(path).text.contains("value=\"confirm\""))
        #expect(try await stage.submit(path, PageStage.secure).location == begun.location)
        let refused = try await stage.submit(path, "action=fail")
        #expect(refused.status == 402)
        #expect(refused.text.contains("id=\"number\""))
        #expect(try stage.status() == .processing)
        // A refused payment cannot be confirmed later; it has to begin again.
        #expect(try await stage.submit(path, "action=confirm").location == begun.location)
        #expect(try await stage.get(path).text.contains("id=\"number\""))
        #expect(try await stage.submit(path, PageStage.secure).location == begun.location)
        #expect(try await stage.get(path).text.contains("value=\"confirm\""))
        #expect(try await stage.submit(path, "action=confirm").location?.hasPrefix("https://shop.example/ok") == true)
        #expect(try stage.status() == .completed)
    }

    @Test(arguments: ["action=confirm", "action=fail"])
    func `does not confirm a payment that was not begun`(_ body: String) async throws {
        let path = try await stage.duro()
        #expect(try await stage.submit(path, body).location == String(path.dropFirst("/checkout/".count)))
        #expect(try stage.status() == .open)
    }

    @Test func `accepts another card while a payment waits for the bank`() async throws {
        let path = try await stage.duro()
        _ = try await stage.submit(path, PageStage.secure)
        #expect(try await stage.submit(path, PageStage.paid).status == 303)
        #expect(try stage.status() == .completed)
    }

    @Test func `cancels a checkout`() async throws {
        let path = try await stage.billing(cancel: "https://app.example/no/{CHECKOUT_SESSION_ID}")
        let id = UUIDText.encode(try stage.session().id.bits)
        for _ in 0..<2 {
            #expect(try await stage.submit(path, "action=cancel").location == "https://app.example/no/\(id)")
        }
        #expect(try stage.status() == .cancelled)
        // A customer who pays too late sees the present state, and pays nothing.
        let late = try await stage.submit(path, PageStage.paid)
        #expect(late.location == String(path.dropFirst("/checkout/".count)))
        let page = try await stage.get(path)
        #expect(page.status == 200)
        #expect(page.text.contains("Checkout cancelled"))
        #expect(!page.text.contains("<form"))
        let other = try await stage.duro()
        #expect(try await stage.submit(other, "action=cancel").location == String(other.dropFirst("/checkout/".count)))
    }

    @Test(arguments: [false, true]) func `has no form after its session has expired`(_ isProcessing: Bool) async throws
    {
        let path = try await stage.billing()
        if isProcessing { _ = try await stage.submit(path, PageStage.secure) }
        stage.gateway.clock.advance(seconds: 24 * 3_600)
        let page = try await stage.get(path)
        #expect(page.status == 410)
        #expect(page.text.contains("expired"))
        #expect(!page.text.contains("<form"))
        #expect(!page.text.contains("<a "))
        for body in [PageStage.paid, PageStage.secure, PageStage.declined, "action=cancel", "action=confirm"] {
            #expect(try await stage.submit(path, body).location == String(path.dropFirst("/checkout/".count)))
        }
        #expect(try stage.session().status == .expired)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)//", "data:text/html,x", "https://a.example/\r\nSet-Cookie: x=y", "",
        "//evil.example/", "https:evil.example", "/local", "\u{1}https://a.example/",
    ])
    func `leads only to http and https URLs`(_ url: String) async throws {
        let path = try await stage.billing(success: url, cancel: url)
        let own = String(path.dropFirst("/checkout/".count))
        let page = try await stage.get(path)
        #expect(page.field("Content-Security-Policy")?.contains("form-action 'self'; ") == true)
        #expect(try await stage.submit(path, PageStage.paid).location == own)
        #expect(!(try await stage.get(path)).text.contains("<a "))
        let other = try await stage.billing(success: url, cancel: url)
        #expect(try await stage.submit(other, "action=cancel").location == String(other.dropFirst("/checkout/".count)))
        #expect(!(try await stage.get(other)).text.contains("<a "))
    }

    @Test func `accepts no card for a live session`() async throws {
        _ = try await stage.duro()
        var live = try stage.session()
        live.id = SessionID(key: live.id.key + 1, tail: 1)
        live.number = 2
        live.isLive = true
        guard case .success = stage.gateway.store.writer.write([.create(live)]) else { throw StoreFailure.stopped }
        let path = try stage.token(number: 2)
        #expect(path.hasPrefix("/checkout/cs_live_"))
        let page = try await stage.get(path)
        #expect(page.status == 200)
        #expect(!page.text.contains("TEST MODE"))
        #expect(!page.text.contains("<form"))
        #expect(try await stage.submit(path, PageStage.paid).status == 200)
        #expect(try stage.status(2) == .open)
    }

    @Test func `shows hostile names as text`() async throws {
        let name = #"</bdi><script>x</script><img src=x onerror=y>\"'&"#
        let path = try await stage.duro(#"{"planId":"plan_01HFZ8QK3V9D2M5N7P0R4S6T8W","customerPhone":"\#(name)"}"#)
        let page = try await stage.get(path)
        #expect(
            page.text.contains("&lt;/bdi&gt;&lt;script&gt;x&lt;/script&gt;&lt;img src=x onerror=y&gt;&quot;&#39;&amp;"))
        #expect(page.text.ranges(of: "<script").count == 1)
        #expect(!page.text.contains("<img"))
    }

    @Test func `shows the beginning of a name that is too long`() async throws {
        let long = String(repeating: "\u{301}", count: 100_000)
        let page = try await stage.get(stage.duro(#"{"amount":1,"customerPhone":"\#(long)"}"#))
        #expect(page.status == 200)
        #expect(page.body.count < 20_000)
    }
}
