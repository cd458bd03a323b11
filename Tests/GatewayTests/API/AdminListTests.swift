import Testing
import Wire

/// The list of sessions comes in pages, and filters choose its sessions.
@Suite struct `The list of the gateway's own API`: AdminSuite {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test func `lists newest first, in pages that new sessions do not move`() async throws {
        for _ in 0..<7 { _ = try await open() }
        var numbers: [Int64] = []
        var cursor = ""
        repeat {
            let page = try await get("sessions?limit=3" + cursor)
            numbers += try #require(page.member("data")).elements.compactMap {
                $0.member("number").flatMap { JSONNumber.int64($0.source) }
            }
            cursor = page.member("next_cursor")?.string.map { "&cursor=" + $0 } ?? ""
            _ = try await open()
        } while !cursor.isEmpty
        #expect(numbers == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test(arguments: [
        ("", 3), ("provider=duro", 2), ("provider=dollr", 1), ("account=default", 3), ("account=1", 3),
        ("status=open", 2), ("status=cancelled", 1), ("mode=payment", 3), ("mode=setup", 0),
        ("customer=a%40b.example", 1), ("customer=A%40b.example", 0), ("metadata[order]=7", 1),
        ("metadata%5Border%5D=7&metadata[x]=y", 1), ("metadata[order]=8", 0), ("metadata[no]=7", 0),
        // Names are compared as bytes: an accent may be a character of its own, and may follow a bracket.
        ("metadata[%C3%A9]=1&metadata[e%CC%81]=2", 1), ("metadata[%C3%A9]=2", 0), ("metadata[%CC%81]=3", 1),
        ("created_from=2026-09-21T14:13:20Z", 3), ("created_from=2026-09-21T14:13:21Z", 2),
        ("created_to=2026-09-21T14:13:21Z", 1), ("created_to=2026-09-21T16:13:20.5%2B02:00", 1),
        ("created_from=2026-09-21T14:13:21Z&created_to=2026-09-21T14:13:22Z&provider=duro", 1), ("limit=1", 1),
    ])
    func `lists the sessions that pass all filters`(_ query: String, _ count: Int) async throws {
        let first = try await open()
        _ = try await post("sessions/\(first)/cancel")
        gateway.clock.advance(seconds: 1)
        let metadata = #"{"order":7,"x":"y","\u00e9":1,"e\u0301":2,"\u0301":3}"#
        _ = try await open(#"{"amount":1,"customerEmail":"a@b.example","metadata":\#(metadata)}"#)
        gateway.clock.advance(seconds: 1)
        _ = try await gateway.post(
            "/dollr/v1/sessions/checkout", [Conformance.dollr], #"{"source_id":1,"source_type":"ORDER"}"#)
        let list = try await get("sessions?" + query)
        #expect(list.status == 200)
        #expect(list.member("data")?.elements.reduce(0) { count, _ in count + 1 } == count, "\(list.text)")
    }

    @Test(arguments: [
        "provider=acme", "account=nobody", "account=2", "account=01", "account=", "status=paid", "mode=x", "limit=0",
        "limit=101", "limit=+5", "cursor=x", "created_from=now",
        "created_to=2026-02-30T00:00:00Z", "acme=1", "limit=1&limit=1", "metadata=x", "customer=%ff",
        "metadata[%FF]=b", "%FF=b", "metadata[%C3%A9]=1&metadata[%c3%a9]=1", "metadata%CC%81[a]=1",
    ])
    func `refuses an unknown filter`(_ query: String) async throws {
        let answer = try await get("sessions?" + query)
        #expect(answer.status == 400)
        #expect(answer.contentType == "application/problem+json")
    }
}
