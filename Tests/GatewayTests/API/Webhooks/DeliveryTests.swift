import Checkout
import SQLiteStorage
import Testing
import Webhooks
import Wire

@testable import Command
@testable import Gateway

@Suite struct `Webhook deliveries in the gateway's own API`: WebhookSuite {
    let gateway: InMemoryGateway
    private let heard = Heard()

    init() throws {
        gateway = try InMemoryGateway(configuration: nil)
        gateway.webhooks.tell(heard)
    }

    @Test func `are listed by each filter`() async throws {
        let first = try await add()
        let second = try await add(#"{"url":"https://shop.example","format":"stripe"}"#)
        let sessions = [try await openSession(), try await openSession()]
        gateway.clock.advance(seconds: 10)
        let later = gateway.clock.now.rfc3339(.microsecondsOrNone)
        #expect(try await post("sessions/\(sessions[0])/complete").status == 200)
        try record(1, of: 1, .answered(status: 200), .delivered)
        try record(1, of: 2, .answered(status: 500), .failed)
        let cases = [
            ("", 4), ("?endpoint=\(first)", 3), ("?endpoint=\(second)", 1), ("?session=\(sessions[0])", 3),
            ("?session=2", 1), ("?state=pending", 2), ("?state=delivered", 1), ("?state=failed", 1),
            ("?state=skipped", 0), ("?type=checkout.session.created", 2), ("?type=checkout.session.completed", 2),
            ("?type=webhook.ping", 0), ("?account=sandbox", 4), ("?created_from=\(later)", 2),
            ("?created_to=\(later)", 2),
            ("?account=sandbox&session=1&endpoint=\(first)&state=pending", 1),
        ]
        for (query, count) in cases { #expect(try await deliveries(query).count == count, "\(query)") }
        #expect(
            try await deliveries().compactMap { $0.member("id").flatMap { JSONNumber.int64($0.source) } } == [
                4, 3, 2, 1,
            ])
        for query in [
            "?endpoint=1", "?state=x", "?type=x", "?account=nobody", "?session=x", "?session=99", "?created_from=x",
            "?created_to=x", "?limit=0", "?limit=101", "?limit=x", "?cursor=x", "?acme=1", "?state=failed&state=failed",
        ] {
            #expect(try await get("webhooks/deliveries" + query).status == 400, "\(query)")
        }
    }

    @Test func `come in pages, whose cursor belongs to the filter`() async throws {
        let id = try await add()
        for _ in 0..<5 { #expect(try await send("POST", "\(Self.path)/\(id)/ping").status == 202) }
        var ids: [Int64] = []
        var query = "?limit=2&state=pending"
        var cursors: [String] = []
        for _ in 0..<3 {
            let page = try await get("webhooks/deliveries" + query)
            ids +=
                page.member("data")?.elements.compactMap { $0.member("id").flatMap { JSONNumber.int64($0.source) } }
                ?? []
            guard let cursor = page.member("next_cursor")?.string else { break }
            cursors.append(cursor)
            query = "?limit=2&state=pending&cursor=\(cursor)"
        }
        #expect(ids == [5, 4, 3, 2, 1] && cursors.count == 2)
        let cursor = try #require(cursors.first)
        for other in [
            "webhooks/deliveries?cursor=\(cursor)", "webhooks/deliveries?state=failed&cursor=\(cursor)",
            "sessions?cursor=\(cursor)", "webhooks/deliveries?state=pending&cursor=\(cursor)0",
        ] {
            #expect(try await get(other).status == 400, "\(other)")
        }
    }

    @Test func `show every attempt, and the bytes that each sends`() async throws {
        _ = try await add()
        let session = try await openSession()
        try record(1, of: 1, .failed(phase: 2, "no connection was made"), .retry(at: gateway.clock.now))
        try record(
            2, of: 1, .answered(status: 200), .delivered, fields: "server: x\ncontent-type: text/plain",
            answer: "o\u{7}k")
        let shown = try await get("webhooks/deliveries/1")
        #expect(shown.status == 200)
        #expect(shown.member("session")?.string == session && shown.member("state")?.string == "delivered")
        let now = gateway.clock.now.rfc3339(.microsecondsOrNone)
        let attempts = try #require(shown.member("attempts"))
        #expect(
            String(decoding: attempts.source, as: UTF8.self)
                == #"[{"number":1,"at":"\#(now)","duration_ms":12,"status":null,"#
                + #""failure":{"phase":"connecting","reason":"no connection was made"},"address":"192.0.2.7","#
                + #""answer_header":null,"answer_body":"","answer_truncated":false},"#
                + #"{"number":2,"at":"\#(now)","duration_ms":12,"status":200,"failure":null,"address":"192.0.2.7","#
                + #""answer_header":"server: x\ncontent-type: text/plain","answer_body":"o\u0007k","#
                + #""answer_truncated":false}]"#)
        let detail = try #require(try gateway.store.reader.find(.webhook(.delivery(1))).webhook.delivery)
        #expect(try Array(#require(shown.member("body")?.stringBytes)) == detail.body)
        for id in ["0", "2", "x", "-1", "1x", "99999999999999999999"] {
            #expect(try await get("webhooks/deliveries/\(id)").status == 404)
            #expect(try await send("POST", "webhooks/deliveries/\(id)/resend").status == 404)
        }
    }

    @Test func `are sent again from every state, with the same id and body`() async throws {
        let endpoint = try #require(WebhookEndpointID(try await add())).value
        for state in DeliveryState.allCases {
            _ = try await send("POST", "\(Self.path)/\(WebhookEndpointID(endpoint).text)/ping")
            let id = state.rawValue + 1
            switch state {
            case .pending: break
            case .delivered: try record(1, of: id, .answered(status: 200), .delivered)
            case .failed: try record(1, of: id, .answered(status: 500), .failed)
            case .skipped:
                try done(.disableEndpoint(endpoint, account: nil, .requested, at: gateway.clock.now))
                try done(.enableEndpoint(endpoint, account: nil))
            }
            gateway.clock.advance(seconds: 5)
            let before = try await get("webhooks/deliveries/\(id)")
            #expect(before.member("state")?.string == "\(state.word)")
            _ = heard.take()
            let resent = try await send("POST", "webhooks/deliveries/\(id)/resend")
            #expect(resent.status == 202, "\(state) \(resent.text)")
            #expect(heard.take() == ["deliveries"])
            let after = try await get("webhooks/deliveries/\(id)")
            #expect(after.member("due_at")?.string == gateway.clock.now.rfc3339(.microsecondsOrNone))
            #expect(after.member("state")?.string == "pending")
            #expect(after.text.hasPrefix(resent.text.dropLast()))
            for name in ["event_id", "body", "created_at"] {
                #expect(after.member(name)?.string == before.member(name)?.string)
            }
        }
        #expect(try await send("POST", "webhooks/deliveries/1/resend", #"{"a":1}"#).status == 400)
    }

    @Test func `are in their session's timeline, oldest first`() async throws {
        _ = try await add()
        let session = try await openSession()
        _ = try await openSession()
        #expect(try await post("sessions/\(session)/complete").status == 200)
        try record(1, of: 1, .answered(status: 204), .delivered, fields: "a: b", answer: "hidden")
        let told = try #require(try await get("sessions/\(session)/timeline").member("webhooks")).elements.map(\.self)
        #expect(
            told.map { $0.member("type")?.string } == ["checkout.session.created", "checkout.session.completed"])
        #expect(told.map { $0.member("state")?.string } == ["delivered", "pending"])
        let now = gateway.clock.now.rfc3339(.microsecondsOrNone)
        #expect(
            told[0].member("attempts").map { String(decoding: $0.source, as: UTF8.self) }
                == #"[{"number":1,"at":"\#(now)","duration_ms":12,"status":204,"failure":null}]"#)
        #expect(told[1].member("attempts")?.elementCount == 0)
        try record(1, of: 3, .failed(phase: 6, "the answer was late"), .retry(at: gateway.clock.now))
        let stored = try #require(try gateway.store.reader.session(number: 1))
        let found = try gateway.store.reader.find(.webhook(.told(stored.id, limit: 9))).webhook.told
        let lines = ToldDeliveryTable.lines(found)
        #expect(lines.count == 5 && lines[0].hasPrefix("DELIVERY  AT "))
        for (line, words) in zip(
            lines.dropFirst(),
            [
                ["1 ", now, "we_00000000001", "delivered", "checkout.session.created"], ["attempt 1", "answered 204"],
                ["3 ", "pending", "checkout.session.completed"], ["attempt 1", "the answer was late"],
            ])
        {
            for word in words { #expect(line.contains(word), "\(line)") }
        }
        #expect(ToldDeliveryTable.lines([]) == [])
    }
}
