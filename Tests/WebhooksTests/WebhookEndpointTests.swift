import Checkout
import Testing
import Wire

@testable import Webhooks

@Suite struct `Webhook endpoints` {
    private let url = "https://shop.example/hook"

    private func draft(_ members: WebhookEndpointMembers) throws(WebhookIssues) -> WebhookEndpointDraft {
        try WebhookEndpointDraft(members) { $0.hasPrefix("https://") ? nil : "has to be an https URL" }
    }

    private func members(_ text: String, others: Set<String> = []) throws -> WebhookEndpointMembers {
        let document = JSONDocument(Array(text.utf8), grammar: .rfc8259)
        return try WebhookEndpointMembers(try #require(document.root), others: others)
    }

    @Test func `have ids of eleven digits that lead back to them`() {
        for value in [1, 62, 9_999, Int64.max] {
            let id = WebhookEndpointID(value)
            #expect(id.text.utf8.count == 14)
            #expect(WebhookEndpointID(id.text) == id)
        }
        #expect(WebhookEndpointID(1).text == "we_00000000001")
        for text in ["", "we_", "we_1", "we_000000000001", "xx_00000000001", "we_0000000000.", "we_zzzzzzzzzzz"] {
            #expect(WebhookEndpointID(text) == nil, "\(text)")
        }
    }

    @Test func `need only a URL`() throws {
        let draft = try draft(WebhookEndpointMembers(url: url))
        #expect(draft.url == url && draft.format == .gateway && draft.subscription == .all && draft.description == "")
    }

    @Test func `are read from JSON`() throws {
        let secret = secret(1).text
        let members = try members(
            """
            {"url":"\(url)","format":"stripe","events":["checkout.session.expired"],"description":"d",\
            "secret":"\(secret)","account":"shop"}
            """, others: ["account"])
        #expect(
            members
                == WebhookEndpointMembers(
                    url: url, format: "stripe", events: ["checkout.session.expired"], description: "d", secret: secret))
        let draft = try draft(members)
        #expect(draft.format == .stripe && draft.subscription.words == ["checkout.session.expired"])
    }

    @Test func `say everything that is wrong`() {
        let fault = #expect(throws: WebhookIssues.self) {
            try draft(
                WebhookEndpointMembers(
                    url: "ftp://x", format: "xml", description: String(repeating: "d", count: 501), secret: "whsec_!"))
        }
        #expect(
            fault?.all.map { $0.sentence("webhooks[0].") } == [
                "webhooks[0].format is \"xml\" and has to be gateway or stripe.",
                "webhooks[0].url has to be an https URL.",
                "webhooks[0].description has to be at most 500 bytes long.",
                "webhooks[0].secret has to be \(WebhookSecret.rule).",
            ])
    }

    @Test func `say one thing that is wrong`() {
        let long = "https://" + String(repeating: "x", count: 2_041)
        for (members, member) in [
            (WebhookEndpointMembers(), "url"), (WebhookEndpointMembers(url: long), "url"),
            (WebhookEndpointMembers(url: url, format: "Gateway"), "format"),
            (WebhookEndpointMembers(url: url, format: "stripe", events: ["checkout.session.opened"]), "events"),
            (WebhookEndpointMembers(url: url, format: "xml", events: ["checkout.session.opened"]), "format"),
        ] {
            let fault = #expect(throws: WebhookIssues.self) { try draft(members) }
            #expect(fault?.all.map(\.member) == [member])
            #expect(fault?.all.allSatisfy { $0.sentence().hasSuffix(".") } == true)
        }
        #expect(throws: Never.self) { try draft(WebhookEndpointMembers(url: String(long.dropLast()))) }
    }

    @Test func `refuse members of another type or name`() {
        for (text, member) in [
            (#"{"url":1}"#, "url"), (#"{"format":null}"#, "format"), (#"{"events":"*"}"#, "events"),
            (#"{"events":["*",1]}"#, "events"), (#"{"description":{}}"#, "description"), (#"{"secret":[]}"#, "secret"),
            (#"{"filter":"x"}"#, "filter"),
        ] {
            let fault = #expect(throws: WebhookIssues.self) { try members(text) }
            #expect(fault?.all.map(\.member) == [member])
        }
    }

    @Test func `keep what a change does not name`() throws {
        let present = try draft(
            WebhookEndpointMembers(url: url, events: ["checkout.session.opened"], description: "d"))
        #expect(try draft(WebhookEndpointMembers().filled(from: present)) == present)
        let moved = try draft(WebhookEndpointMembers(url: "https://new.example").filled(from: present))
        #expect(moved.url == "https://new.example" && moved.subscription == present.subscription)
        let stripe = try draft(WebhookEndpointMembers(format: "stripe").filled(from: present))
        #expect(stripe.format == .stripe && stripe.subscription == .all && stripe.description == "d")
        #expect(try draft(WebhookEndpointMembers(events: ["*"]).filled(from: present)).subscription == .all)
    }

    @Test func `are at most twenty for an account`() {
        #expect(WebhookEndpointDraft.refusal(ofAccountWith: 19) == nil)
        for count in [20, 21] { #expect(WebhookEndpointDraft.refusal(ofAccountWith: count)?.hasSuffix(".") == true) }
    }

    @Test func `do not show a secret in messages`() {
        let secret = secret(1).text
        let members = WebhookEndpointMembers(url: url, secret: secret)
        var dumped = ""
        dump(members, to: &dumped)
        #expect(dumped.contains("shop.example"))
        for text in ["\(members)", String(reflecting: members), dumped] {
            #expect(!text.contains(secret.dropFirst("whsec_".count)), "\(text)")
        }
    }
}
