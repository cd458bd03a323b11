import FoundationEssentials
import TestSupport
import Testing
import Wire

@testable import Outbound

/// OpenSSL's server on 127.0.0.1, with a certificate for this address that it has signed itself.
private final class TLSServer {
    let folder = FileManager.default.temporaryDirectory.path + "/tls-" + UUID().uuidString
    let port: Int

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let status = ShellScript.run(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem \
                -days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1 2>errors || exit 1
            timeout 300 openssl s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -www >out 2>&1 </dev/null &
            echo $! >pid
            until grep -q ^ACCEPT out; do kill -0 $! || exit 1; sleep 0.05; done
            sed -n 's/^ACCEPT .*://p' out >port
            """, in: folder, program: "", secondsMax: patienceSeconds)
        try #require(status == 0)
        let text = FileManager.default.contents(atPath: folder + "/port") ?? Data()
        port = try #require(Int(String(decoding: text, as: UTF8.self).split(separator: "\n").first ?? ""))
    }

    deinit {
        _ = ShellScript.run("kill $(cat pid)", in: folder, program: "", secondsMax: patienceSeconds)
        try? FileManager.default.removeItem(atPath: folder)
    }
}

@Suite struct `Certificates` {
    @Test func `have to be signed by an authority that is trusted, and be made for the host`() throws {
        let server = try TLSServer()
        for (host, authorities, isTrusted) in [
            ("127.0.0.1", nil, false), ("127.0.0.1", server.folder + "/cert.pem", true),
            ("other.example", server.folder + "/cert.pem", false), ("127.0.0.1", server.folder + "/none.pem", false),
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
