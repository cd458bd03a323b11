import Checkout
import TestSupport
import Testing
import Wire

@testable import Webhooks

@Suite struct `Bodies of the gateway's format` {
    private func object(_ text: String) throws -> JSONText { try #require(JSONText(parsing: Array(text.utf8))) }

    private func body(_ session: String, provider: String?) throws -> [UInt8] {
        GatewayBody.make(
            try #require(event(.completed, .gateway)), session: try object(session), of: ProviderName("duro"),
            body: try provider.map(object))
    }

    @Test func `have these bytes`() throws {
        #expect(
            text(try body(#"{"id":"x","metadata":{"a":1}}"#, provider: #"{"status":"completed"}"#)) == """
                {"id":"\(WebhookEventID(session: session().id.key, sequence: 3, format: .gateway).text)",\
                "type":"checkout.session.completed","timestamp":"\(moment(60).rfc3339(.microsecondsOrNone))",\
                "data":{"sequence":3,"session":{"id":"x","metadata":{"a":1}},\
                "provider":{"name":"duro","body":{"status":"completed"}}}}
                """)
    }

    @Test func `have null where the provider cannot show the session`() throws {
        let provider = try json(try body("{}", provider: nil)).member("data").member("provider")
        #expect(provider.optional("body")?.json.isNull == true)
    }

    @Test func `are whole up to 256 KiB`() throws {
        let empty = try body(#"{"metadata":""}"#, provider: "{}").count
        let room = BodyLimit.bytesMax - empty
        let whole = try body("{\"metadata\":\"\(String(repeating: "m", count: room))\"}", provider: "{}")
        #expect(whole.count == 262_144)
        #expect(try json(whole).member("data").optional("left_out") == nil)
        let short = try body("{\"metadata\":\"\(String(repeating: "m", count: room + 1))\"}", provider: "{}")
        #expect(short.count < 1_000)
        #expect(try json(short).member("data").member("left_out").texts() == ["session.metadata", "provider.body"])
    }

    @Test func `that are too long leave out what is long, and say so`() throws {
        let long = String(repeating: "x", count: BodyLimit.bytesMax)
        for (session, provider, leftOut) in [
            (
                "{\"id\":\"i\",\"metadata\":{\"a\":\"\(long)\"},\"fields\":\"f\"}", "{}" as String?,
                ["session.metadata", "session.fields", "provider.body"]
            ),
            ("{\"fields\":\"\(long)\",\"id\":\"i\"}", nil, ["session.fields"]),
            ("{\"id\":\"i\",\"metadata\":null}", "{\"a\":\"\(long)\"}", ["session.metadata", "provider.body"]),
        ] {
            let body = try body(session, provider: provider)
            #expect(body.count < 1_000)
            let data = try json(body).member("data")
            #expect(try data.member("left_out").texts() == leftOut)
            #expect(try data.member("session").members().map(\.name) == ["id"])
            let names = try data.member("provider").members().map(\.name)
            #expect(names == (provider == nil ? ["name", "body"] : ["name"]))
        }
    }

    @Test func `are the same each time`() throws {
        #expect(try body("{}", provider: nil) == body("{}", provider: nil))
    }

    @Test func `of pings have no session`() throws {
        let ping = WebhookEvent(ping: 5, at: moment(0))
        #expect(
            text(GatewayBody.ping(ping)) == """
                {"id":"evt_0000000000SMIYgTPxGeGl","type":"webhook.ping",\
                "timestamp":"\(moment(0).rfc3339(.microsecondsOrNone))","data":{}}
                """)
    }

    @Test func `have the id of the header`() throws {
        let told = try #require(event(.expired, .gateway))
        let body = GatewayBody.make(told, session: try object("{}"), of: ProviderName("duro"), body: nil)
        let fields = WebhookSignature.fields(
            of: body, event: told.id, at: moment(70), LiveSecrets(secret(1)), hmac: plainCode)
        #expect(try json(body).member("id").text() == fields.first { $0.name == "webhook-id" }?.value)
    }
}
