import Checkout
import Providers
import SQLiteStorage
import TestSupport
import Testing
import Wire

/// The API shows sessions and ends them.
@Suite struct `Sessions in the gateway's own API`: AdminSuite {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test func `shows a session by every one of its spellings`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        let (duro, token) = (try #require(made.member("id")?.string), try #require(made.member("token")?.string))
        let shown = try await get("sessions/\(duro)")
        #expect(shown.status == 200)
        #expect(shown.member("page_url")?.string == made.member("url")?.string)
        let id = try #require(shown.member("id")?.string)
        let meteroid = try await get("sessions/\(id)?as=meteroid")
        let other = try #require(meteroid.member("body", "session", "id")?.string)
        for spelling in [id, id.uppercased(), "1", token, other] {
            #expect(try await get("sessions/\(spelling)").text == shown.text)
        }
        for spelling in ["2", "0", "x", token + "0", "chk_" + String(repeating: "0", count: 26)] {
            #expect(try await get("sessions/\(spelling)").status == 404)
        }
    }

    @Test(arguments: SampleCall.all)
    func `shows the address of a session's page, unless only its caller can know it`(_ sample: SampleCall) async throws
    {
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        let shown = try await get("sessions/1")
        guard ProviderFixture.named(sample.name)?.pageNeedsState != true else {
            #expect(shown.member("page_url")?.isNull == true)
            return
        }
        let url = try #require(shown.member("page_url")?.string)
        #expect(url.hasPrefix(gateway.links.publicURL + "/"))
        let page = try await gateway.send("GET", String(url.dropFirst(gateway.links.publicURL.count)))
        #expect(page.status == 200)
    }

    @Test(arguments: [("complete", "completed"), ("expire", "expired"), ("cancel", "cancelled")])
    func `ends a session once`(_ action: String, _ status: String) async throws {
        let id = try await open()
        let ended = try await post("sessions/\(id)/\(action)")
        #expect(ended.status == 200)
        #expect(ended.member("status")?.string == status)
        #expect((ended.member("completed_at")?.isNull == false) == (status == "completed"))
        #expect((ended.member("cancelled_at")?.isNull == false) == (status == "cancelled"))
        for other in ["complete", "process", "fail", "expire", "cancel"] {
            #expect(try await post("sessions/\(id)/\(other)").status == 409)
        }
        #expect(try await kinds(id) == ["created"] + (action == "complete" ? ["payment_attempted"] : []) + [status])
        let read = try await gateway.send(
            "GET", "/duro/v1/checkout/sessions/\(Duro.id(of: try self.id(id)))", [Conformance.duro])
        #expect(read.member("status")?.string == status)
    }

    @Test(arguments: ["complete", "process", "fail"]) func `does not pay a live session`(_ action: String)
        async throws
    {
        let id = try id(try await open())
        var live = try #require(try gateway.store.reader.session(key: id.key))
        live.id = SessionID(key: id.key + 1, tail: 1)
        live.number += 1
        live.isLive = true
        _ = try gateway.store.writer.write([.create(live)]).get()
        let refused = try await post("sessions/\(live.number)/\(action)")
        #expect(refused.status == 403)
        #expect(refused.text.contains("paid by its customer alone"))
        #expect(try await kinds("\(live.number)") == ["created"])
    }

    private func id(_ text: String) throws -> SessionID {
        try #require(UUIDText.decode(Array(text.utf8)[...]).flatMap(SessionID.init(bits:)))
    }

    @Test func `shows a timeline without the customer`() async throws {
        let body = #"{"amount":5000,"customerEmail":"ada@example.com","metadata":{"name":"Ada","order":7}}"#
        let id = try await open(body)
        let created = try #require(
            try await get("sessions/\(id)/timeline").member("events")?.elements.first { _ in true })
        let request = created.member("detail")?.member("request")?.string
        #expect(request == #"{"amount":5000,"customerEmail":"a***@example.com","metadata":{"name":"***","order":7}}"#)
        #expect(try await get("sessions/\(id)").member("customer", "email")?.string == "ada@example.com")
    }

    @Test func `fails a payment without ending the session`() async throws {
        let id = try await open()
        #expect(try await post("sessions/\(id)/fail").member("status")?.string == "open")
        #expect(try await post("sessions/\(id)/complete").status == 200)
        #expect(
            try await kinds(id) == ["created", "payment_attempted", "payment_failed", "payment_attempted", "completed"])
    }
}
