import Checkout
import SQLiteStorage
import Testing
import Webhooks
import Wire

@testable import Gateway

@Suite struct `Actions on webhook endpoints in the gateway's own API`: WebhookSuite {
    let gateway: InMemoryGateway
    private let heard = Heard()

    init() throws {
        gateway = try InMemoryGateway(configuration: nil)
        gateway.webhooks.tell(heard)
    }

    @Test func `rotate the secret by real time, while the old one signs for a day`() async throws {
        let id = try await add()
        let path = "\(Self.path)/\(id)"
        // Secrets do not follow the sandbox's clock.
        #expect(try await post("test/clock", #"{"advance_seconds":864000}"#).status == 200)
        let real = gateway.clock.now
        let day = real.advanced(seconds: 86_400).rfc3339(.microsecondsOrNone)
        _ = heard.take()
        let rotated = try await send("POST", path + "/rotate")
        #expect(rotated.status == 200)
        #expect(WebhookSecret(rotated.member("secret")?.string ?? "") != nil)
        #expect(heard.take().count == 1)
        #expect(rotated.member("secrets")?.elements.map { $0.member("ends_at")?.string } == [day, nil])
        gateway.clock.advance(seconds: 60)
        let own = WebhookSecret.made { Array(repeating: 9, count: $0) }.text
        for _ in 0..<2 {
            // A client that repeats the call because it missed the answer gets the same one.
            let answer = try await send("POST", path + "/rotate", #"{"secret":"\#(own)"}"#)
            #expect(answer.member("secret")?.string == own && answer.member("secrets")?.elementCount == 3)
        }
        let before = rotated.member("secret")?.string ?? ""
        let again = try await send("POST", path + "/rotate", #"{"secret":"\#(before)"}"#)
        #expect(again.status == 409 && again.member("detail")?.string?.contains("still signs") == true)
        let refused = try await send("POST", path + "/rotate")
        #expect(refused.status == 409)
        let end = real.advanced(seconds: 86_400).rfc3339(.shortest)
        #expect(refused.member("detail")?.string?.contains("The oldest ends at \(end).") == true, "\(refused.text)")
        gateway.clock.advance(seconds: 86_340)
        #expect(try await get(path).member("secrets")?.elementCount == 2)
        #expect(try await send("POST", path + "/rotate").status == 200)
        #expect(try await !get(path).text.contains("whsec_"))
        for body in [#"{"secret":"whsec_x"}"#, #"{"secret":7}"#, #"{"acme":1}"#, "[]"] {
            #expect(try await send("POST", path + "/rotate", body).status == 400)
        }
    }

    @Test(arguments: WebhookFormat.allCases) func `ping in the endpoint's format`(_ format: WebhookFormat) async throws
    {
        let id = try await add(#"{"url":"https://shop.example","format":"\#(format.word)"}"#)
        _ = heard.take()
        let pinged = try await send("POST", "\(Self.path)/\(id)/ping")
        #expect(pinged.status == 202)
        #expect(heard.take() == ["deliveries"])
        #expect(pinged.member("type")?.string == "webhook.ping" && pinged.member("state")?.string == "pending")
        #expect(pinged.member("session")?.isNull == true && pinged.member("format")?.string == format.word)
        let event = try #require(WebhookEventID(pinged.member("event_id")?.string ?? ""))
        #expect(event.isPing)
        #expect(try await get("webhooks/deliveries").text == #"{"data":[\#(pinged.text)],"next_cursor":null}"#)
        let shown = try await get("webhooks/deliveries/1")
        let expected = WebhookEvent(ping: event.key, at: gateway.clock.now)
        let body = format == .gateway ? GatewayBody.ping(expected) : StripeBody.ping(expected, isLive: false)
        #expect(shown.member("body")?.string == String(decoding: body, as: UTF8.self))
        #expect(try await send("POST", "\(Self.path)/\(id)/ping", #"{"a":1}"#).status == 400)
        let again = try await send("POST", "\(Self.path)/\(id)/ping")
        #expect(again.member("event_id")?.string != pinged.member("event_id")?.string)
    }

    @Test func `send an endpoint that is disabled what somebody asks for, and not all that it missed`() async throws {
        let id = try await add()
        _ = try await send("POST", "\(Self.path)/\(id)/ping")
        _ = try await send("PATCH", "\(Self.path)/\(id)", #"{"disabled":true}"#)
        let refused = try await send("POST", "\(Self.path)/\(id)/recover", #"{"since":"2020-01-01T00:00:00Z"}"#)
        #expect(refused.status == 409)
        #expect(refused.member("detail")?.string?.contains("is disabled") == true)
        #expect(try await deliveries().map { $0.member("state")?.string } == ["skipped"])
        for path in ["\(Self.path)/\(id)/ping", "webhooks/deliveries/1/resend"] {
            #expect(try await send("POST", path).status == 202)
        }
        #expect(try await deliveries().map { $0.member("state")?.string } == ["pending", "pending"])
    }

    @Test func `recover what failed or was skipped, in parts that a cursor connects`() async throws {
        let id = try await add()
        let number = try #require(WebhookEndpointID(id)).value
        let start = gateway.clock.now
        let since = start.advanced(seconds: 1).rfc3339(.microsecondsOrNone)
        for index: Int64 in 0..<1_003 {
            let at = index == 0 ? start : start.advanced(seconds: 1)
            try done(
                .deliver(
                    NewDelivery(endpoint: number, eventID: "evt", type: "t", format: 0, body: [0x7B, 0x7D]), at: at))
        }
        _ = try await send("PATCH", "\(Self.path)/\(id)", #"{"disabled":true}"#)
        _ = try await send("PATCH", "\(Self.path)/\(id)", #"{"disabled":false}"#)
        _ = heard.take()
        let path = "\(Self.path)/\(id)/recover"
        let first = try await send("POST", path, #"{"since":"\#(since)"}"#)
        #expect(first.status == 200)
        #expect(first.member("recovered").flatMap { JSONNumber.int64($0.source) } == 999)
        #expect(heard.take() == ["deliveries"])
        let next = try #require(first.member("next")?.string)
        let other = try await add()
        for (path, body) in [
            (path, #"{"since":"\#(since)","after":"x"}"#), (path, #"{"since":"\#(since)","after":7}"#),
            (path, #"{"since":"2020-01-01T00:00:00Z","after":"\#(next)"}"#),
            ("\(Self.path)/\(other)/recover", #"{"since":"\#(since)","after":"\#(next)"}"#),
            (path, "{}"), (path, #"{"since":"yesterday"}"#), (path, #"{"since":7}"#), (path, ""),
            (path, #"{"since":"\#(since)","acme":1}"#),
        ] {
            #expect(try await send("POST", path, body).status == 400, "\(path) \(body)")
        }
        let last = try await send("POST", path, #"{"since":"\#(since)","after":"\#(next)"}"#)
        #expect(last.text == #"{"recovered":3,"next":null}"#)
        #expect(try await deliveries("?state=skipped").count == 1)
        #expect(try await send("POST", path, #"{"since":"\#(since)","after":null}"#).text.hasPrefix(#"{"recovered":0"#))
    }
}
