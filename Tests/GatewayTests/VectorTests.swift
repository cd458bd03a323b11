import Checkout
import Providers
import Testing
import Wire

@testable import Gateway

/// Every recorded or decided answer, with routing, credentials, catalogue and store.
@Suite struct `Vectors` {
    private static let gateway = Result { try InMemoryGateway() }

    private static let tokens = [
        "dollr": "dollr-conformance-token", "billing": "billing-conformance-token",
        "duro": "sk_test_conformance000000000000000000",
        "meteroid": "pv_sand_Q7n42DGM5Tflk9n8mt7Fhc7XyZaB/2vIOgNg2ElyLMxWAPn6Xz",
        "userdocks": "userdocks-conformance-access-token",
    ]

    private static let names = Registry.providers.map { type(of: $0).name.text }

    /// The vectors of each provider below its own prefix.
    private static let prefixed = names.flatMap { name in
        Vector.load(name).map { (prefix: "/" + name, vector: $0) }
    }

    /// Vectors without a prefix: the path that two providers share, and a provider with a path of its own.
    private static let bare = (Vector.load("shared-path") + Vector.load("duro")).map { (prefix: "", vector: $0) }

    @Test(arguments: prefixed + bare)
    func `are answered as they say`(_ prefix: String, _ vector: Vector) async throws {
        let values = [
            "token": Self.tokens[vector.provider] ?? "", "api_key": "ud_write_conformance000000000000000",
            "client_id": Conformance.clientID,
        ]
        let answer = try await Self.gateway.get().answer(toBytes: vector.bytes(below: prefix, values))
        #expect(vector.differences(from: answer, below: prefix) == [])
    }

    @Test func `are there for each provider`() {
        for name in Self.names { #expect(Vector.load(name).count > 50, "\(name)") }
        #expect(Self.bare.allSatisfy { !$0.vector.accepted.isEmpty && !$0.vector.name.isEmpty })
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
