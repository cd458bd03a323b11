import Glibc
import Testing
import Wire

/// Two accounts of each provider that has reads: neither sees, ends or repeats a session of the other.
@Suite struct `An account` {
    private let gateway: InMemoryGateway
    private static let keys = [
        "pv_sand_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1", "pv_sand_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/2",
    ]

    init() throws {
        let credentials = ["one", "two"].enumerated().flatMap { index, account in
            [
                #"{"provider":"duro","account":"\#(account)","secret":"sk_test_\#(account)"}"#,
                #"{"provider":"meteroid","account":"\#(account)","secret":"\#(Self.keys[index])"}"#,
            ]
        }
        var path = Array("/tmp/accounts-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            close(descriptor)
            unlink(name)
        }
        let admin = #"{"provider":"gateway","secret":"\#(Self.admin)"}"#
        let text = Array(#"{"credentials":[\#((credentials + [admin]).joined(separator: ","))]}"#.utf8)
        guard write(descriptor, text, text.count) == text.count else { throw StoreStage.Unexpected() }
        gateway = try InMemoryGateway(configuration: name)
    }

    private static let admin = "gw_admin_accounts"

    private static func duro(_ account: String) -> String { "Authorization: Bearer sk_test_\(account)" }
    private static func meteroid(_ index: Int) -> String { "Authorization: Bearer \(keys[index])" }

    @Test func `reads only its own Duro sessions`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Self.duro("one")], #"{"amount":1}"#)
        let path = "/v1/checkout/sessions/\(try #require(made.member("id")?.string))"
        #expect(try await gateway.send("GET", path, [Self.duro("one")]).status == 200)
        #expect(try await gateway.send("GET", path, [Self.duro("two")]).status == 404)
    }

    @Test func `has its own customers by their aliases`() async throws {
        let body = #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#
        let path = "/meteroid/api/v1/checkout-sessions"
        var ids: [String] = []
        for index in [0, 1, 0] {
            let made = try await gateway.post(path, [Self.meteroid(index)], body)
            ids.append(try #require(made.member("session", "customer_id")?.string))
        }
        #expect(ids[0].hasPrefix("cus_") && ids[0] != ids[1] && ids[0] == ids[2])
        let listed = try await gateway.send("GET", "\(path)?customer_id=\(ids[0])", [Self.meteroid(0)])
        #expect(try #require(listed.member("sessions")).elements.reduce(0) { count, _ in count + 1 } == 2)
        let foreign = try await gateway.send("GET", "\(path)?customer_id=\(ids[0])", [Self.meteroid(1)])
        #expect(foreign.text == #"{"sessions":[]}"#)
        // The gateway's own list finds a customer by either name.
        for (customer, count) in [("acme-corp", 3), (ids[0], 2), (ids[1], 1), ("acme", 0)] {
            let list = try await gateway.send(
                "GET", "/gateway/v1/sessions?customer=\(customer)", ["Authorization: Bearer \(Self.admin)"])
            #expect(try #require(list.member("data")).elements.reduce(0) { count, _ in count + 1 } == count)
        }
    }

    @Test func `lists only its own Meteroid sessions, newest first, and cancels only these`() async throws {
        let body = #"{"customer_id":"cus_6M5HzU3hkTd4m7logrUkIu","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#
        let path = "/meteroid/api/v1/checkout-sessions"
        var ids: [[String]] = [[], []]
        for index in [0, 1, 0, 0, 1] {
            let made = try await gateway.post(path, [Self.meteroid(index)], body)
            ids[index].append(try #require(made.member("session", "id")?.string))
        }
        for index in 0...1 {
            let list = try await gateway.send("GET", path, [Self.meteroid(index)])
            let listed = try #require(list.member("sessions")).elements.compactMap { $0.member("id")?.string }
            #expect(listed == ids[index].reversed())
        }
        let other = "\(path)/\(ids[1][0])"
        let unknown = "\(path)/\(ids[1][0].dropLast())0"
        for (method, end) in [("GET", ""), ("POST", "/cancel")] {
            let refused = try await gateway.send(method, other + end, [Self.meteroid(0)], body: [])
            let missing = try await gateway.send(method, unknown + end, [Self.meteroid(0)], body: [])
            #expect(refused.status == missing.status)
            #expect((400...404).contains(refused.status))
        }
        #expect(try await gateway.send("POST", other + "/cancel", [Self.meteroid(1)], body: []).status == 200)
    }

    @Test func `has its own idempotency keys`() async throws {
        let key = "Idempotency-Key: k"
        let one = try await gateway.post("/v1/checkout/sessions", [Self.duro("one"), key], #"{"amount":1}"#)
        let two = try await gateway.post("/v1/checkout/sessions", [Self.duro("two"), key], #"{"amount":2}"#)
        #expect(one.status == 201)
        #expect(two.status == 201)
        #expect(two.field("Idempotency-Replayed") == nil)
        #expect(one.member("id")?.string != two.member("id")?.string)
    }
}
