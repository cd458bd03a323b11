import Checkout
import SQLiteStorage
import Testing
import Webhooks
import Wire

@testable import Gateway

@Suite struct `Webhook endpoints in the gateway's own API`: WebhookSuite {
    let gateway: InMemoryGateway
    private let heard = Heard()

    init() throws {
        gateway = try InMemoryGateway(configuration: nil)
        gateway.webhooks.tell(heard)
    }

    @Test func `are made with a secret that is shown once`() async throws {
        let made = try await send(
            "POST", Self.path,
            #"{"url":"https://shop.example/hook?key=1","events":["checkout.session.completed"],"description":"a"}"#)
        #expect(made.status == 201)
        let secret = try #require(made.member("secret")?.string)
        #expect(WebhookSecret(secret) != nil)
        let id = try #require(made.member("id")?.string)
        let number = try #require(WebhookEndpointID(id)).value
        #expect(heard.take() == ["endpoint \(number)"])
        let shown = try await get("\(Self.path)/\(id)")
        #expect(shown.status == 200 && !shown.text.contains("whsec_"))
        #expect(made.text == shown.text.dropLast() + #","secret":"\#(secret)"}"#)
        #expect(try await get(Self.path).text == #"{"data":[\#(shown.text)]}"#)
        let account = try gateway.store.reader.find(.accounts).accounts[0].id.value
        let now = gateway.clock.now.rfc3339(.microsecondsOrNone)
        #expect(
            shown.text
                == #"{"id":"\#(id)","account":\#(account),"url":"https://shop.example/hook?key=1","format":"gateway","#
                + #""events":["checkout.session.completed"],"description":"a","origin":"api","created_at":"\#(now)","#
                + #""disabled":null,"health":{"last_success_at":null,"failures":0,"failing_since":null},"#
                + #""secrets":[{"created_at":"\#(now)","ends_at":null}]}"#)
        let vault = try #require(gateway.webhooks.vault)
        let stored = try #require(try gateway.store.reader.find(.webhook(.endpoint(number))).webhook.endpoint)
        #expect(try vault.secrets(of: stored).newest == WebhookSecret(secret))
    }

    @Test func `take a secret of the caller, and the account by its number or name`() async throws {
        let secret = WebhookSecret.made { Array(repeating: 251, count: $0) }.text
        let accounts = try gateway.store.reader.find(.accounts).accounts
        let other = try gateway.store.writer.account(named: "other").id.value
        for (account, number) in [
            ("\"other\"", other), ("\"\(other)\"", other), ("\(other)", other), ("\"sandbox\"", accounts[0].id.value),
        ] {
            let made = try await send(
                "POST", Self.path, #"{"url":"http://127.0.0.1:3000","account":\#(account),"secret":"\#(secret)"}"#)
            #expect(made.member("secret")?.string == secret, "\(made.text)")
            #expect(made.member("account").flatMap { JSONNumber.int64($0.source) } == number)
        }
        #expect(try await get(Self.path + "?account=other").member("data")?.elementCount == 3)
        #expect(try await get(Self.path + "?account=sandbox").member("data")?.elementCount == 1)
    }

    @Test func `are refused with all that is wrong in one sentence each`() async throws {
        let url = #""url":"https://shop.example""#
        let secret = "whsec_c2VjcmV0"
        let bodies = [
            ("{}", ["url is missing."]), ("[]", ["one JSON object"]), ("{", ["not JSON"]),
            (#"{"url":7,"events":7,"acme":1}"#, ["url has to be a text.", "events has to be", "acme is not"]),
            (
                #"{"url":"ftp://x","format":"x","secret":"\#(secret)"}"#,
                ["url may not", "format is", "secret has to be"]
            ),
            (#"{\#(url),"events":["x"]}"#, ["events has \"x\""]),
            (#"{\#(url),"format":"stripe","events":["checkout.session.opened"]}"#, ["events has"]),
            (#"{\#(url),"account":"nobody"}"#, ["no account \"nobody\""]),
            (#"{\#(url),"account":[]}"#, ["account has"]),
            (#"{\#(url),\#(url)}"#, ["twice"]), (#"{\#(url),"disabled":true}"#, ["disabled is not"]),
            (#"{"url":"https://u:p@shop.example"}"#, ["url may not"]),
        ]
        for (body, sentences) in bodies {
            let answer = try await send("POST", Self.path, body)
            let detail = answer.member("detail")?.string ?? ""
            #expect(answer.status == 400 && answer.contentType == "application/problem+json", "\(body)")
            for sentence in sentences { #expect(detail.contains(sentence), "\(body) \(detail)") }
            #expect(!answer.text.contains(secret))
        }
        #expect(
            try await gateway.send("POST", "/gateway/v1/" + Self.path, [admin], body: Array("{}".utf8)).status == 415)
        #expect(try await send("POST", Self.path + "?a=1", "{\(url)}").status == 400)
        #expect(try await get(Self.path).text == #"{"data":[]}"#)
        #expect(heard.take() == [])
    }

    @Test func `are at most 20 of one account`() async throws {
        for _ in 0..<WebhookEndpointRecord.countMax { _ = try await add() }
        let refused = try await send("POST", Self.path, #"{"url":"https://shop.example"}"#)
        #expect(refused.status == 409)
        #expect(refused.member("detail")?.string?.contains("at most 20") == true)
    }

    @Test func `are refused without a key for secrets, which the sentence names`() async throws {
        let gateway = try InMemoryGateway()
        for path in [Self.path, Self.path + "/\(WebhookEndpointID(1).text)/rotate"] {
            let refused = try await gateway.post(
                "/gateway/v1/" + path, [Conformance.admin],
                path == Self.path ? #"{"url":"https://shop.example"}"# : "{}")
            #expect(refused.status == 409)
            #expect(refused.member("detail")?.string?.contains("webhook_secret_keys") == true)
        }
    }

    @Test func `are unknown by any other id`() async throws {
        let id = try await add()
        for other in [WebhookEndpointID(99).text, "1", "we_1", id + "0", id.uppercased()] {
            for (method, rest) in [
                ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/rotate"), ("POST", "/ping"),
                ("POST", "/recover"),
            ] {
                let body: String? =
                    switch rest {
                    case "/recover": #"{"since":"2020-01-01T00:00:00Z"}"#
                    default: method == "GET" ? nil : "{}"
                    }
                #expect(
                    try await send(method, "\(Self.path)/\(other)\(rest)", body).status == 404, "\(method) \(other)")
            }
        }
    }

    @Test func `change in all members at once`() async throws {
        let id = try await add(
            #"{"url":"https://shop.example/a","events":["checkout.session.opened"],"description":"old"}"#)
        _ = heard.take()
        let cases = [
            ("{}", "https://shop.example/a", "gateway", ["checkout.session.opened"], "old", false),
            (#"{"description":""}"#, "https://shop.example/a", "gateway", ["checkout.session.opened"], nil, false),
            (
                #"{"disabled":true,"url":"https://b.example"}"#, "https://b.example", "gateway",
                ["checkout.session.opened"], nil, true
            ),
            (#"{"format":"stripe"}"#, "https://b.example", "stripe", ["*"], nil, true),
            (
                #"{"events":["checkout.session.expired"],"description":"n","disabled":false}"#, "https://b.example",
                "stripe", ["checkout.session.expired"], "n", false
            ),
            (#"{"disabled":true}"#, "https://b.example", "stripe", ["checkout.session.expired"], "n", true),
            (#"{"disabled":false}"#, "https://b.example", "stripe", ["checkout.session.expired"], "n", false),
        ]
        for (body, url, format, events, description, isDisabled) in cases {
            let answer = try await send("PATCH", "\(Self.path)/\(id)", body)
            #expect(answer.status == 200, "\(body) \(answer.text)")
            #expect(answer.member("url")?.string == url && answer.member("format")?.string == format, "\(body)")
            #expect(answer.member("events")?.elements.map(\.string) == events, "\(body)")
            #expect(answer.member("description")?.string == description, "\(body)")
            #expect(answer.member("disabled", "reason")?.string == (isDisabled ? "asked" : nil), "\(body)")
            #expect(try await get("\(Self.path)/\(id)").text == answer.text)
            #expect(heard.take().count == (body == "{}" ? 0 : 1))
        }
    }

    @Test func `refuse a change that they cannot have, and stay as they are`() async throws {
        let id = try await add(#"{"url":"https://shop.example/a","events":["checkout.session.opened"]}"#)
        let before = try await get("\(Self.path)/\(id)").text
        for body in [
            #"{"url":"ftp://x"}"#, #"{"url":null}"#, #"{"format":"x"}"#, #"{"events":["x"]}"#, #"{"disabled":1}"#,
            #"{"disabled":null}"#, #"{"account":1}"#, #"{"disabled":true,"disabled":false}"#, "[]",
            #"{"format":"stripe","events":["checkout.session.opened"],"disabled":true}"#,
            #"{"secret":"\#(WebhookSecret.made { Array(repeating: 1, count: $0) }.text)"}"#,
        ] {
            #expect(try await send("PATCH", "\(Self.path)/\(id)", body).status == 400, "\(body)")
        }
        #expect(try await get("\(Self.path)/\(id)").text == before)
    }

    @Test func `go, and their deliveries stay and can be resent`() async throws {
        let id = try await add()
        _ = try await openSession()
        _ = heard.take()
        let answer = try await send("DELETE", "\(Self.path)/\(id)")
        #expect(answer.status == 204 && answer.body.isEmpty)
        #expect(heard.take().count == 1)
        #expect(try await get("\(Self.path)/\(id)").status == 404)
        #expect(try await deliveries("?endpoint=\(id)").map { $0.member("state")?.string } == ["skipped"])
        let delivery = try #require(try await deliveries().first?.member("id")).source
        let resent = try await send("POST", "webhooks/deliveries/\(String(decoding: delivery, as: UTF8.self))/resend")
        #expect(resent.status == 202)
        #expect(try await deliveries("?endpoint=\(id)").map { $0.member("state")?.string } == ["pending"])
        for (method, action) in [("PATCH", ""), ("DELETE", ""), ("POST", "/ping"), ("POST", "/rotate")] {
            #expect(try await send(method, "\(Self.path)/\(id)\(action)", "{}").status == 404, "\(method) \(action)")
        }
        #expect(try await get(Self.path).member("data")?.elementCount == 0)
    }

    @Test func `of the configuration can be pinged and disabled, and not changed`() async throws {
        let account = try gateway.store.writer.account(named: "sandbox").id
        let vault = try #require(gateway.webhooks.vault)
        let secret = WebhookSecret.made { Array(repeating: 3, count: $0) }
        let new = NewWebhookEndpoint(
            account: account, origin: .configuration,
            settings: WebhookSettings(url: "https://shop.example", format: 0, types: ["*"]),
            secret: vault.sealed(secret, of: account, at: gateway.clock.now), createdAt: gateway.clock.now)
        guard case .endpoint(let record) = try done(.addEndpoint(new)) else { throw StoreStage.Unexpected() }
        let path = "\(Self.path)/\(WebhookEndpointID(record.id).text)"
        #expect(try await get(path).member("origin")?.string == "configuration")
        for (method, path, body) in [
            ("PATCH", path, #"{"url":"https://other.example"}"#),
            ("PATCH", path, #"{"description":"x","disabled":true}"#), ("DELETE", path, "{}"),
            ("POST", path + "/rotate", "{}"),
        ] {
            let refused = try await send(method, path, body)
            #expect(refused.status == 409)
            #expect(refused.member("detail")?.string?.contains("The configuration has") == true)
        }
        #expect(try await send("POST", path + "/ping").status == 202)
        #expect(try await send("PATCH", path, #"{"disabled":true}"#).member("disabled")?.isNull == false)
        #expect(try await send("PATCH", path, #"{"disabled":false}"#).member("disabled")?.isNull == true)
    }
}
