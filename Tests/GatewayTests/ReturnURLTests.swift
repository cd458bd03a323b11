import Checkout
import Testing
import Wire

/// A success or cancel URL that no page follows: dialects that check URLs refuse it, others report it.
@Suite struct `A return URL` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    static let unfollowed: [(url: String, rule: String)] = [
        ("https://a.example:0/", WebURL.Fault.port.rule), ("https://a.example:65536/", WebURL.Fault.port.rule),
        ("https://a,b.example/", WebURL.Fault.host.rule), ("https://a..example/", WebURL.Fault.host.rule),
        ("https://1.2.3.256/", WebURL.Fault.host.rule), ("https://xn--a.example/", WebURL.Fault.host.rule),
        ("https://[]/", WebURL.Fault.host.rule), ("https://[::1/", WebURL.Fault.host.rule),
        ("https://\u{3002}/", WebURL.Fault.host.rule), ("https://\u{AD}/", WebURL.Fault.host.rule),
        ("https://[1:2:3]/", WebURL.Fault.host.rule), ("https://a@b@a.example/", WebURL.Fault.userInformation.rule),
        ("https://a.example\\\\b/", WebURL.Fault.character.rule),
        ("https://a.example/\\tx", WebURL.Fault.character.rule),
        ("https:///a.example", WebURL.Fault.notAbsolute.rule), ("https:a.example", WebURL.Fault.notAbsolute.rule),
        ("myapp://done", WebURL.Fault.notAbsolute.rule),
        ("https://a.example/" + String(repeating: "x", count: 4_079), WebURL.Fault.length.rule),
        ("https://a.example/" + String(repeating: "ü", count: 680), WebURL.Fault.length.rule),
    ]

    @Test(arguments: unfollowed)
    func `that is not followed is refused by Duro`(_ url: String, _ rule: String) async throws {
        let answer = try await stage.gateway.post(
            "/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000,"successUrl":"\#(url)"}"#)
        #expect(answer.status == 422)
        #expect(
            answer.member("error", "message")?.string == "successUrl must be an absolute http or https URL",
            "\(answer.text)")
    }

    @Test(arguments: unfollowed)
    func `that is not followed is reported by other dialects`(_ url: String, _ rule: String) async throws {
        let body = #"{"success_url":"\#(url)","cancel_url":"https://a.example/"}"#
        let explained = try await stage.gateway.post(
            "/gateway/v1/explain", [Conformance.admin],
            #"{"provider":"billing","path":"/api/v1/billing/checkout","body":\#(body)}"#)
        let made = try await stage.gateway.post("/api/v1/billing/checkout", [Conformance.billing], body)
        #expect(made.status == 200)
        let timeline = try await stage.gateway.send("GET", "/gateway/v1/sessions/1/timeline", [Conformance.admin])
        let told = try [
            #require(explained.member("draft", "not_followed"), "\(explained.text)"),
            #require(
                timeline.member("events")?.elements.first(where: { _ in true })?.member("detail")?.member(
                    "not_followed")),
        ]
        for member in told {
            #expect(member.member("success_url")?.string == rule)
            #expect(member.member("cancel_url") == nil)
        }
        let path = try stage.token(number: 1)
        #expect(try await stage.submit(path, PageStage.paid).location == String(path.dropFirst("/checkout/".count)))
    }

    @Test(arguments: [
        ("https://m\u{FC}nchen.example/ok", "https://xn--mnchen-3ya.example/ok"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://a\u{3002}example/", "https://a.example/"), ("https://ｓｈｏｐ.example/", "https://shop.example/"),
        ("https://_a.example/", "https://_a.example/"), ("https://-a.example/", "https://-a.example/"),
        ("http://127.1:3000/", "http://127.0.0.1:3000/"), ("HTTPS://A.example/\u{FC}", "https://a.example/%C3%BC"),
        (
            "https://a.example/" + String(repeating: "x", count: 4_078),
            "https://a.example/" + String(repeating: "x", count: 4_078)
        ),
    ])
    func `that is followed is not reported`(_ url: String, _ location: String) async throws {
        let path = try await stage.duro(#"{"amount":5000,"successUrl":"\#(url)"}"#)
        let answer = try await stage.submit(path, PageStage.paid)
        #expect(answer.location?.hasPrefix(location) == true, "\(answer.location ?? "")")
        #expect(answer.location?.utf8.allSatisfy { (0x21...0x7E).contains($0) } == true)
        let timeline = try await stage.gateway.send("GET", "/gateway/v1/sessions/1/timeline", [Conformance.admin])
        #expect(!timeline.text.contains("not_followed"))
    }

    @Test(arguments: [
        ("ada@m\u{FC}nchen.example", 201), ("ada@例え.テスト", 201), ("ada@example\u{3002}com", 201),
        ("ada@xn--mnchen-3ya.example", 201), ("ada@m\u{FC}nchen", 422), ("ada@\u{301}a.example", 422),
        ("ada@m\u{FC}nchen..example", 422), ("ada@-m\u{FC}nchen.example", 422), ("ada@m\u{FC} nchen.example", 422),
        ("ad\u{E4}@example.com", 422), ("ada@m\u{FC}nchen.example/x", 422), ("ada@m\u{FC}nchen.ex_ample", 422),
        ("ada@" + String(repeating: "m\u{FC}nchen.", count: 30) + "example", 422),
    ])
    func `is not the only text that may have an international name`(_ email: String, _ status: Int) async throws {
        let answer = try await stage.gateway.post(
            "/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000,"customerEmail":"\#(email)"}"#)
        #expect(answer.status == status, "\(answer.text)")
        guard status == 201 else { return }
        #expect(try await stage.get(stage.token(number: 1)).text.contains(email))
        let timeline = try await stage.gateway.send("GET", "/gateway/v1/sessions/1/timeline", [Conformance.admin])
        #expect(!timeline.text.contains("ada@"))
    }
}
