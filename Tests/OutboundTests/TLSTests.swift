import TestSupport
import Testing
import Wire

@testable import Outbound

@Suite struct `Certificates` {
    @Test func `have to be signed by an authority that is trusted, and be made for the host`() throws {
        let server = try TLSServer()
        for (host, authorities, isTrusted) in [
            ("127.0.0.1", nil, false), ("127.0.0.1", server.certificatePath, true),
            ("other.example", server.certificatePath, false), ("127.0.0.1", server.folder + "/none.pem", false),
        ] {
            let room = Room(sandbox, authorities: authorities, lookup: { _ in [IPAddress(ipv4: 0x7f00_0001)] })
            defer { room.close(drain: .zero) }
            let outcome = try room.outcome(get("https://\(host):\(server.port)/"))
            if isTrusted {
                let answered = try #require(outcome.answer)
                #expect(answered.status == 200)
                #expect(answered.times.secured >= answered.times.connected)
            } else {
                #expect(outcome.failure?.phase == .securing, "\(outcome)")
                #expect(outcome.failure?.isSentInPart == false)
            }
        }
    }
}
