import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

/// Who may use the API, and which paths it has.
@Suite struct `The gateway's own API`: AdminSuite {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test(arguments: AdminAPI.lines.map { ("\($0.method.name)", $0.path) })
    func `accepts only an administrator`(_ method: String, _ path: String) async throws {
        let path = path.replacing("{id}", with: "1")
        for fields in [[], [Conformance.duro], ["Authorization: Bearer gw_admin_other"], ["Authorization: Basic x"]] {
            let answer = try await gateway.send(method, path, fields, body: [])
            #expect(answer.status == 401)
            #expect(answer.contentType == "application/problem+json")
            #expect(answer.field("WWW-Authenticate") == "Bearer")
        }
        #expect(try await gateway.send(method, path, [Conformance.admin], body: []).status != 401)
        let wrong = try await gateway.send("PUT", path, [Conformance.admin])
        #expect(wrong.status == 405)
        #expect(wrong.field("Allow")?.contains(method) == true)
    }

    @Test(arguments: [
        ("GET", "sessions", 200), ("GET", "sessions/1", 200), ("GET", "sessions/1?as=duro", 200),
        ("GET", "sessions/1/timeline", 200), ("GET", "sessions?x=1", 400), ("GET", "sessions/9", 404),
        ("GET", "nothing", 404),
        ("DELETE", "sessions", 405), ("OPTIONS", "sessions", 405), ("GET", "test/clock", 200),
        ("POST", "test/clock", 415),
        ("POST", "sessions/1/fail", 200), ("POST", "sessions/1/complete", 200), ("POST", "sessions/1/cancel", 409),
    ])
    func `forbids caches to keep any answer`(_ method: String, _ path: String, _ status: Int) async throws {
        let id = try await open()
        if status == 409 { _ = try await post("sessions/\(id)/complete") }
        for fields in [[Conformance.admin], []] {
            let body: [UInt8]? = method == "POST" ? [] : nil
            let answer = try await gateway.send(method, "/gateway/v1/" + path, fields, body: body)
            #expect(answer.status == (fields.isEmpty ? 401 : status))
            #expect(answer.fields.filter { $0.name == "Cache-Control" }.map(\.value) == ["no-store"])
        }
        let broken = "GET /gateway/v1/\(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
        let refused = try await gateway.answer(toBytes: Array(broken.utf8))
        #expect(refused.status == 400)
        #expect(refused.field("Cache-Control") == "no-store")
        // Other paths of the gateway are not affected.
        #expect(try await gateway.send("GET", "/healthz").field("Cache-Control") == nil)
    }

    @Test(arguments: SampleCall.all)
    func `has a credential that no provider accepts`(_ sample: SampleCall) async throws {
        let answer = try await gateway.post(sample.path, [Conformance.admin], sample.body)
        #expect([401, 403].contains(answer.status))
        #expect(try gateway.store.reader.session(number: 1) == nil)
    }

    @Test(arguments: ["", "/", "/nothing", "/sessions/", "/sessions/1/timeline/", "/sessions/1/refund", "x/sessions"])
    func `answers other paths with 404`(_ path: String) async throws {
        let answer = try await gateway.send("GET", "/gateway/v1" + path, [Conformance.admin])
        #expect(answer.status == 404)
        #expect(answer.contentType == "application/problem+json")
    }

    @Test func `decodes a path in the same way as the providers' paths`() async throws {
        _ = try await open()
        #expect(try await get("session%73/%31").text == (try await get("sessions/1")).text)
        #expect(try await get("sessions%2F1").status == 404)
    }
}
