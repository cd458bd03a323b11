import Checkout
import Providers
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

@Suite struct `List of a provider's sessions` {
    private let gateway: InMemoryGateway
    private static let path = "/meteroid/api/v1/checkout-sessions"
    private static let customer = "cus_6M5HzU3hkTd4m7logrUkIu"
    private static let other = "cus_6M5HzU3hkTfuba2Spep0iy"

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func open(_ members: String = "") async throws -> Response {
        let body = """
            {"customer_id":"\(Self.customer)","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"\(members)}
            """
        let made = try await gateway.post(Self.path, [Conformance.meteroid], body)
        #expect(made.status == 200, "\(made.text)")
        return made
    }

    private func list(_ query: String = "") async throws -> [JSON] {
        let answer = try await gateway.send("GET", Self.path + query, [Conformance.meteroid])
        #expect(answer.status == 200, "\(answer.text)")
        return Array(try #require(answer.member("sessions")).elements)
    }

    /// Puts copies of the first session into the store, each newer than the one before.
    private func add(_ count: Int, of customer: String) throws {
        let first = try #require(try gateway.store.reader.session(number: 1))
        let last = try gateway.store.reader.greatestKeyAndNumber()
        let writes = (1...count).map { place in
            var session = first
            session.id = SessionID(key: last.key + Int64(place), tail: 0)
            session.number = last.number + Int64(place)
            session.change { $0.customer.reference = customer }
            return Write.create(session)
        }
        let written = try gateway.store.writer.write(writes).get()
        #expect(written.count == count)
    }

    @Test func `is complete even with many other sessions between`() async throws {
        let made = try await open()
        try add(2_100, of: Self.other)
        let id = try #require(made.member("session", "id")?.string)
        #expect(try await list("?customer_id=\(Self.customer)").map { $0.member("id")?.string } == [id])
        #expect(try await list("?status=CANCELLED").isEmpty)
    }

    @Test func `ends with the newest thousand`() async throws {
        _ = try await open()
        try add(400, of: Self.customer)
        try add(1_900, of: Self.other)
        try add(600, of: Self.customer)
        let listed = try await list("?customer_id=\(Self.customer)").map { session in
            SessionReference(session.member("id")?.stringBytes ?? [], nil, [Meteroid.self])
        }
        let first = try #require(try gateway.store.reader.session(number: 1))
        // Of 1,001 sessions only the oldest is left out.
        let numbers = Array((2_302...2_901).reversed()) + (2...401).reversed()
        let expected = numbers.map { number in
            SessionReference.id(SessionID(key: first.id.key + Int64(number) - 1, tail: 0))
        }
        #expect(listed == expected)
    }

    /// Nested values are read only when they are asked for, and some are shown.
    @Test(arguments: [
        "", #","x":["]}\"",{"payment_methods_config":1}]"#,
        #","x":[[1,{}]],"payment_methods_config":{"type":"online","config":{"card":{"enabled":true,"x":[1]}}}"#,
        #","payment_methods_config":{"a":"{","type":"bank_transfer","account_id":"ba_6M5HzU3hkTd4m7logrUkIu"}"#,
        #","coupon_code":"\u0041\"","net_terms":30,"trial_duration_days":null,"billing_start_date":"2026-01-31""#,
    ])
    func `shows each session with the values of its create call's answer`(_ members: String) async throws {
        let made = try #require(try await open(members).member("session"))
        let id = try #require(made.member("id")?.string)
        let shown = try await gateway.send("GET", "\(Self.path)/\(id)", [Conformance.meteroid])
        #expect(shown.member("session")?.source == made.source)
        #expect(try await list().map(\.source) == [made.source])
    }
}
