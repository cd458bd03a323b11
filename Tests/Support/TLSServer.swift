import FoundationEssentials

/// OpenSSL's server on 127.0.0.1, with a certificate for this address that it has signed itself. It answers every request
/// with 200 and a page.
package final class TLSServer {
    /// It keeps its files here, and removes the folder at its end.
    package let folder = FileManager.default.temporaryDirectory.path + "/tls-" + UUID().uuidString
    /// Where it listens.
    package let port: Int

    /// The path of its certificate in PEM.
    package var certificatePath: String { folder + "/cert.pem" }

    /// Starts it, and returns when it listens.
    package init() throws {
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
        guard status == 0 else { throw NotStarted() }
        let text = FileManager.default.contents(atPath: folder + "/port") ?? Data()
        guard let port = Int(String(decoding: text, as: UTF8.self).split(separator: "\n").first ?? "") else {
            throw NotStarted()
        }
        self.port = port
    }

    /// OpenSSL could not make the certificate, or does not listen.
    private struct NotStarted: Error {}

    deinit {
        _ = ShellScript.run("kill $(cat pid)", in: folder, program: "", secondsMax: patienceSeconds)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
