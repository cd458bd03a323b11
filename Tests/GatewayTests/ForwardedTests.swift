import Server
import Testing
import Wire

@testable import Gateway

@Suite struct `Forwarded fields` {
    private static func hops(_ lines: [String], _ read: ([ArraySlice<UInt8>]) -> [Hop]?) -> [String]? {
        read(lines.map { Array($0.utf8)[...] })?.map { hop in
            let scheme = hop.origin.isSecure.map { $0 ? " https" : " http" } ?? ""
            let host = hop.origin.host.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
            return (hop.address.map { "\($0)" } ?? "?") + scheme + host
        }
    }

    @Test(arguments: [
        (["for=192.0.2.43"], ["192.0.2.43"]), (["FOR=192.0.2.43"], ["192.0.2.43"]),
        ([#"for="192.0.2.43:47011""#], ["192.0.2.43"]),
        ([#"For="[2001:db8:cafe::17]:4711""#], ["2001:db8:cafe:0:0:0:0:17"]),
        ([#"for="[2001:db8::1]""#], ["2001:db8:0:0:0:0:0:1"]), (["for=unknown"], ["?"]), (["for=_gazonk"], ["?"]),
        ([#"for="_gazonk:_p1""#], ["?"]), ([#"for="192.0.2.1:_x-1""#], ["192.0.2.1"]),
        (["for=192.0.2.60;proto=https;by=203.0.113.43"], ["192.0.2.60 https"]),
        (["proto=HTTP;host=example.com"], ["? http example.com"]),
        ([#"host="example.com:8443";for=192.0.2.1"#], ["192.0.2.1 example.com:8443"]),
        (["for=192.0.2.43, for=198.51.100.17"], ["192.0.2.43", "198.51.100.17"]),
        (["for=192.0.2.43,for=198.51.100.17", "for=10.0.0.1"], ["192.0.2.43", "198.51.100.17", "10.0.0.1"]),
        (["for=192.0.2.43;", ",, ,for=10.0.0.1"], ["192.0.2.43", "10.0.0.1"]), ([""], []),
        ([#"for="192\.0.2.43""#], ["192.0.2.43"]), (["secret=abc;for=192.0.2.43"], ["192.0.2.43"]),
        ([#"ext="a,b;c\"d";for=192.0.2.43"#], ["192.0.2.43"]), (["for=192.0.2.43;;proto=http"], ["192.0.2.43 http"]),
    ])
    func `of RFC 7239 are read`(_ lines: [String], _ hops: [String]) {
        #expect(Self.hops(lines, ForwardedField.hops) == hops)
    }

    @Test(arguments: [
        "for", "for=", "=1.2.3.4", "for=1.2.3.4 ;proto=http", "for=1.2.3.4; proto=http", "for =1.2.3.4", "for= 1.2.3.4",
        "for=1.2.3.4:80", "for=[::1]", #"for="::1""#, #"for="[1.2.3.4]""#, #"for="[::1""#, #"for="[::1]x""#,
        #"for="1.2.3.4:123456""#, #"for="1.2.3.4:""#, "for=1.2.3", "for=example.com", "for=_", "for=01.2.3.4",
        "for=1.2.3.4;for=1.2.3.4", "for=1.2.3.4;FOR=5.6.7.8", #"for="1.2.3.4"#, #"for="1.2.3.4\"#,
        "for=1.2.3.4 for=1.2.3.4",
        "proto=ftp", "proto=", #"proto="ht tp""#, "host=a b", #"host="a/b""#, #"host="user@a""#, #"host="""#,
        "by=nowhere",
        "1.2.3.4", "for=1.2.3.4, x", "for=\u{e4}",
    ])
    func `of RFC 7239 with a fault are ignored`(_ line: String) {
        #expect(Self.hops([line], ForwardedField.hops) == nil)
        #expect(Self.hops(["for=192.0.2.1", line, "for=192.0.2.1"], ForwardedField.hops) == nil)
    }

    @Test(arguments: [
        (["192.0.2.43"], ["192.0.2.43"]), (["192.0.2.43, 198.51.100.17"], ["192.0.2.43", "198.51.100.17"]),
        (["192.0.2.43 ,\t198.51.100.17"], ["192.0.2.43", "198.51.100.17"]),
        (["192.0.2.43", "10.0.0.1"], ["192.0.2.43", "10.0.0.1"]), (["2001:db8::1"], ["2001:db8:0:0:0:0:0:1"]),
        (["[2001:db8::1]:443"], ["2001:db8:0:0:0:0:0:1"]), (["192.0.2.43:47011"], ["192.0.2.43"]),
        (["unknown, 192.0.2.43"], ["?", "192.0.2.43"]),
    ])
    func `that start with X- are read`(_ lines: [String], _ hops: [String]) {
        #expect(Self.hops(lines, XForwarded.hops) == hops)
    }

    @Test(arguments: [
        "", ",", "192.0.2.43,", ",192.0.2.43", "192.0.2.43,,10.0.0.1", "192.0.2.43 10.0.0.1", "client.test", "192.0.2",
        "192.0.2.43:", "[192.0.2.43]", "[::1", "::1]", "for=192.0.2.43", #""192.0.2.43""#, "192.0.2.43;", "192.0.2.043",
        "<script>", "192.0.2.43:99999999999",
    ])
    func `that start with X- and have a fault are ignored`(_ line: String) {
        #expect(Self.hops([line], XForwarded.hops) == nil)
        #expect(Self.hops(["192.0.2.1", line], XForwarded.hops) == nil)
    }
}

@Suite struct `Trusted proxies` {
    private static let proxies = TrustedProxies(
        ["10.0.0.0/8", "2001:db8:ffff::/48"].compactMap { AddressBlock(Array($0.utf8)[...]) })

    private func client(_ peer: String, _ fields: [String]) throws -> String {
        let text = "GET / HTTP/1.1\r\nHost: gateway.test\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
        var parser = RequestParser(limits: HTTPLimits())
        guard case .head(let head, _) = try parser.parse(Array(text.utf8).span) else { return "no head" }
        let peer = try #require(PeerAddress(Array(peer.utf8)[...], port: 9))
        let proxies = try #require(Self.proxies)
        let (address, origin) = proxies.client(of: head, from: peer)
        let scheme = origin.isSecure.map { $0 ? " https" : " http" } ?? ""
        return "\(address)\(scheme)" + (origin.host.map { " " + String(decoding: $0, as: UTF8.self) } ?? "")
    }

    @Test(arguments: [
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["Forwarded: for=203.0.113.9"], "203.0.113.9"),
        ("2001:db8:ffff::1", [#"Forwarded: for="[2001:db8::7]""#], "2001:db8:0:0:0:0:0:7"),
        // Through two proxies; the text before their parts is the client's own and is not believed.
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["X-Forwarded-For: 1.1.1.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["X-Forwarded-For: 10.9.9.9, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["Forwarded: for=1.1.1.1, for=203.0.113.9, for=10.0.0.2"], "203.0.113.9"),
        // A client in the same network, such as a health check of one proxy through another.
        ("10.0.0.1", ["X-Forwarded-For: 10.0.0.7, 10.0.0.2"], "10.0.0.7"),
        // No proxy says, or says that it does not know.
        ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", ["Forwarded: for=unknown"], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
        // Both fields have to name the same client.
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9", "Forwarded: for=1.1.1.1"], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9", "Forwarded: for=unknown"], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9", "Forwarded: ("], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: x", "Forwarded: for=1.1.1.1"], "10.0.0.1"),
        // A field that is malformed anywhere is ignored.
        ("10.0.0.1", ["X-Forwarded-For: x, 203.0.113.9"], "10.0.0.1"),
        ("10.0.0.1", ["X-Forwarded-For: 203.0.113.9,"], "10.0.0.1"),
        ("10.0.0.1", ["Forwarded: for=203.0.113.9;for=1.1.1.1"], "10.0.0.1"),
        // Clients that are not trusted proxies.
        ("203.0.113.9", ["X-Forwarded-For: 1.1.1.1"], "203.0.113.9"),
        ("203.0.113.9", ["X-Forwarded-For: 10.0.0.1", "Forwarded: for=10.0.0.1"], "203.0.113.9"),
        ("2001:db8::1", ["Forwarded: for=1.1.1.1;proto=https;host=evil.test"], "2001:db8:0:0:0:0:0:1"),
        ("203.0.113.9", ["X-Forwarded-Proto: https", "X-Forwarded-Host: evil.test"], "203.0.113.9"),
    ])
    func `are believed about their own clients, and no other client is believed`(
        _ peer: String, _ fields: [String], _ client: String
    ) throws {
        #expect(try self.client(peer, fields) == client)
    }

    @Test(arguments: [
        (["X-Forwarded-Proto: https"], "10.0.0.1 https"), (["X-Forwarded-Proto: HTTP"], "10.0.0.1 http"),
        (["X-Forwarded-Host: shop.test"], "10.0.0.1 shop.test"),
        (["X-Forwarded-Proto: https", "X-Forwarded-Host: shop.test:8443"], "10.0.0.1 https shop.test:8443"),
        (["Forwarded: proto=https;host=shop.test"], "10.0.0.1 https shop.test"),
        // Only what the outermost trusted proxy has seen itself counts.
        (
            [
                "Forwarded: for=1.1.1.1;proto=http;host=evil.test, for=203.0.113.9;proto=https;host=shop.test, for=10.0.0.2"
            ],
            "203.0.113.9 https shop.test"
        ),
        (["Forwarded: proto=https;host=shop.test", "X-Forwarded-Proto: https"], "10.0.0.1 https shop.test"),
        (["Forwarded: proto=https;host=shop.test", "X-Forwarded-Proto: http"], "10.0.0.1 shop.test"),
        (["Forwarded: proto=https;host=shop.test", "X-Forwarded-Host: evil.test"], "10.0.0.1 https"),
        (["X-Forwarded-Proto: https,http"], "10.0.0.1"), (["X-Forwarded-Proto: ftp"], "10.0.0.1"),
        (["X-Forwarded-Proto: https", "X-Forwarded-Proto: https"], "10.0.0.1"),
        (["X-Forwarded-Host: a.test, b.test"], "10.0.0.1"), (["X-Forwarded-Host: user@a.test"], "10.0.0.1"),
        (["X-Forwarded-Host: a.test/x"], "10.0.0.1"), (["X-Forwarded-Host:"], "10.0.0.1"),
    ])
    func `are believed about scheme and host`(_ fields: [String], _ client: String) throws {
        #expect(try self.client("10.0.0.1", fields) == client)
    }

    @Test func `decide where a redirect leads, and other clients do not`() async throws {
        let gateway = try InMemoryGateway(flags: ["trusted_proxies": "10.0.0.0/8, 127.0.0.1"])
        let fields = ["X-Forwarded-Proto: https", "X-Forwarded-Host: shop.test"]
        func location(_ gateway: InMemoryGateway, _ a: UInt8) async throws -> String? {
            try await gateway.send(
                "POST", "/dollr/v1/sessions/checkout/?a=1", fields, body: [],
                from: PeerAddress(ipv4: a, 0, 0, 1, port: 1)
            ).field("Location")
        }
        #expect(try await location(gateway, 10) == "https://shop.test/dollr/v1/sessions/checkout?a=1")
        #expect(try await location(gateway, 11) == "http://gateway.test/dollr/v1/sessions/checkout?a=1")
        let trusting = try InMemoryGateway()
        #expect(try await location(trusting, 10) == "http://gateway.test/dollr/v1/sessions/checkout?a=1")
    }

    @Test func `have failures counted for their clients, and other clients for themselves`() async throws {
        let flags = ["auth_failures_per_minute": "1", "auth_failures_burst": "1", "trusted_proxies": "10.0.0.1"]
        let gateway = try InMemoryGateway(flags: flags)
        func status(_ a: UInt8, _ client: String, _ field: String) async throws -> Int {
            try await gateway.send(
                "GET", "/v1/checkout/sessions/x", [field, "X-Forwarded-For: \(client)"],
                from: PeerAddress(ipv4: a, 0, 0, 1, port: 1)
            ).status
        }
        let guess = "Authorization: Bearer guess"
        #expect(try await status(10, "203.0.113.9", guess) == 401)
        #expect(try await status(10, "203.0.113.9", Conformance.duro) == 429)
        #expect(try await status(10, "1.1.1.1, 203.0.113.9", Conformance.duro) == 429)
        #expect(try await status(10, "203.0.113.10", Conformance.duro) == 404)
        // A client cannot claim another address, neither to go on guessing nor to have that address locked out.
        #expect(try await status(11, "203.0.113.11", guess) == 401)
        #expect(try await status(11, "203.0.113.12", guess) == 429)
        #expect(try await status(10, "203.0.113.11", Conformance.duro) == 404)
    }
}
