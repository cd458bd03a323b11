import Checkout
import TestSupport
import Testing
import Wire

/// Every recorded or decided answer, with routing, credentials, catalogue and store.
@Suite struct `Vectors` {
    private static let gateway = Result { try InMemoryGateway() }

    /// A path that two providers share.
    private static let shared = (try? Vector.load("Tests/Vectors/shared-path.json")) ?? []

    /// Each provider's below its own prefix. A missing file fails a test of `Provider folders`.
    private static let prefixed = ProviderFixture.all.flatMap { fixture in
        ((try? Vector.load(of: fixture.provider)) ?? []).map { (prefix: "/" + fixture.name, vector: $0) }
    }

    /// Those of the bare paths.
    private static let bare =
        shared.map { (prefix: "", vector: $0) }
        + prefixed.filter { ProviderFixture.named($0.vector.provider)?.playsBarePaths ?? false }
        .map { (prefix: "", vector: $0.vector) }

    /// One case plays all vectors below one prefix, because there are more than a thousand; a message names the vector.
    @Test(arguments: Set((prefixed + bare).map(\.prefix)).sorted())
    func `are answered as they say`(_ prefix: String) async throws {
        // On a shared path, credentials of the other provider are sent as well.
        let others = ["api_key", "client_id"].map { ($0, ProviderFixture.named("userdocks")?.values[$0] ?? "") }
        let gateway = try Self.gateway.get()
        for (_, vector) in (Self.prefixed + Self.bare).filter({ $0.prefix == prefix }) {
            let values = Dictionary(uniqueKeysWithValues: others)
                .merging(ProviderFixture.named(vector.provider)?.values ?? [:]) { $1 }
            let answer = try await gateway.answer(toBytes: vector.bytes(below: prefix, values))
            #expect(vector.differences(from: answer, below: prefix) == [], "\(vector.provider): \(vector.name)")
        }
    }

    @Test func `have a name and an answer`() {
        #expect(!Self.shared.isEmpty)
        #expect((Self.prefixed + Self.bare).allSatisfy { !$0.vector.accepted.isEmpty && !$0.vector.name.isEmpty })
    }
}

extension Vector {
    /// The bytes of the request.
    fileprivate func bytes(below prefix: String, _ values: [String: String]) -> [UInt8] {
        let fields = fields.map { (name: $0.name, value: Vector.substitute(values, in: $0.value)) }
        let names = Set(fields.map { $0.name.lowercased() })
        var text = "\(method) \(prefix)\(Vector.substitute(values, in: target)) HTTP/1.1\r\n"
        if !names.contains("host") { text += "Host: 127.0.0.1:8080\r\n" }
        for field in fields { text += "\(field.name): \(field.value)\r\n" }
        guard let body else { return Array((text + "\r\n").utf8) }
        if !isChunked {
            if !names.contains("content-length") { text += "Content-Length: \(body.count)\r\n" }
            return Array((text + "\r\n").utf8) + body
        }
        if !names.contains("transfer-encoding") { text += "Transfer-Encoding: chunked\r\n" }
        var out = Array((text + "\r\n").utf8)
        for start in stride(from: 0, to: body.count, by: 7) {
            let chunk = body[start..<min(start + 7, body.count)]
            out += Array("\(chunk.count)\r\n".utf8) + chunk + Array("\r\n".utf8)
        }
        return out + Array("0\r\n\r\n".utf8)
    }
}
