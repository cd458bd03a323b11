import Testing
import Wire

@testable import Outbound

/// The hosts to which somebody outside would like to make the gateway talk.
private let internalHosts = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200", "168.63.129.16", "0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "[::]", "[::1]", "[::2]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::8.8.8.8]",
    "[64:ff9b:1:7f00:0:100::]",
    "[64:ff9b::224.0.0.1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:a9fe:a9fe::]", "[2002:c0a8:101::]",
    "[2001::1]",
    "[2001:0:7f00:1::]", "[2001:20::1]", "[2001:1ff:ffff::]", "[2001:db8::1]", "[3fff::1]", "[3fff:fff::]", "[5f00::1]",
    "[100::1]", "[fc00::]", "[fd00:ec2::254]", "[fe80::]", "[fe80::1]", "[febf::1]", "[fec0::1]", "[ff02::1]",
    "[ff0e::1]",
    "[4000::1]", "[1fff::1]", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
]

private let publicHosts = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.0.3.0", "192.167.255.255",
    "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "[2606:4700::1111]", "[2a00:1450::1]",
    "[2001:200::1]",
    "[2001:db7:ffff::1]", "[2001:db9::1]", "[3fff:1000::1]", "[64:ff9b::8.8.8.8]", "[2002:808:808::1]",
    "[::ffff:8.8.8.8]",
    "shop.example", "localhost.shop.example", "notlocalhost",
]

private func url(_ text: String) throws -> TargetURL { try TargetURL(text) }

private func refusal(_ policy: AddressPolicy, _ text: String) throws -> AddressPolicy.Refusal? {
    let url = try TargetURL(text)
    do throws(AddressPolicy.Refusal) {
        try policy.check(url)
        return nil
    } catch {
        return error
    }
}

private func blocks(_ texts: String...) -> [AddressBlock] { SpecialAddresses.blocks(texts) }

@Suite struct `The address policy` {
    @Test func `refuses every host of the own network, and no public one`() throws {
        for host in internalHosts + ["localhost", "localhost.", "LOCALHOST", "a.localhost", "a.localhost."] {
            #expect(try refusal(AddressPolicy(), "https://\(host)/") == .address, "\(host)")
        }
        for host in publicHosts { #expect(try refusal(AddressPolicy(), "https://\(host)/") == nil, "\(host)") }
    }

    @Test func `refuses the addresses of names in the same way`() throws {
        let shop = try url("https://shop.example/")
        let good = try url("https://1.1.1.1/")
        guard case .address(let fine) = good.host else { return }
        for host in internalHosts {
            guard case .address(let address) = try url("https://\(host)/").host else { continue }
            #expect(throws: AddressPolicy.Refusal.address, "\(host)") {
                try AddressPolicy().check([fine, address], of: shop)
            }
            #expect(throws: AddressPolicy.Refusal.address, "\(host)") {
                try AddressPolicy().check([address, fine], of: shop)
            }
        }
        for host in publicHosts {
            guard case .address(let address) = try url("https://\(host)/").host else { continue }
            #expect(throws: Never.self) { try AddressPolicy().check([fine, address], of: shop) }
        }
    }

    @Test func `allows https on two ports only`() throws {
        for host in ["shop.example", "1.1.1.1"] {
            #expect(try refusal(AddressPolicy(), "https://\(host):8443/") == nil)
            #expect(try refusal(AddressPolicy(), "http://\(host)/") == .scheme)
            #expect(try refusal(AddressPolicy(), "http://\(host):443/") == .scheme)
            for port in [22, 25, 80, 444, 6379, 8080] {
                #expect(try refusal(AddressPolicy(), "https://\(host):\(port)/") == .port)
            }
        }
    }

    @Test func `opens the allowed blocks for http and any port, and nothing beside them`() throws {
        let policy = AddressPolicy(allowed: blocks("10.1.0.0/16", "fd00:1::/32", "2606:4700::/32"))
        for text in [
            "http://10.1.2.3:6379/", "https://10.1.2.3/", "http://[fd00:1::5]:81/", "http://[2606:4700::1]/",
            "http://[64:ff9b::10.1.0.1]/", "http://[::ffff:10.1.0.1]/", "https://1.1.1.1/",
        ] { #expect(try refusal(policy, text) == nil, "\(text)") }
        for (text, reason) in [
            ("https://10.2.0.1/", AddressPolicy.Refusal.address), ("https://127.0.0.1/", .address),
            ("https://localhost/", .address),
            ("https://[fd00:2::1]/", .address), ("http://1.1.1.1/", .scheme), ("https://1.1.1.1:81/", .port),
        ] { #expect(try refusal(policy, text) == reason, "\(text)") }
        // A name may have an allowed address, which shows when it is resolved.
        let name = try url("http://shop.example:81/")
        #expect(try refusal(policy, name.text) == nil)
        let (inside, outside) = (IPAddress(ipv4: 0x0a01_0203), IPAddress(ipv4: 0x0101_0101))
        #expect(throws: Never.self) { try policy.check([inside], of: name) }
        #expect(throws: AddressPolicy.Refusal.scheme) { try policy.check([inside, outside], of: name) }
        #expect(try refusal(AddressPolicy(allowed: blocks("127.0.0.0/8")), "http://localhost:3000/") == nil)
        #expect(try refusal(AddressPolicy(allowed: blocks("::1")), "http://localhost:3000/") == nil)
    }

    @Test func `allows loopback, http and any port in a sandbox, and no other host of the own network`() throws {
        let policy = AddressPolicy(isSandbox: true)
        for host in [
            "127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "localhost", "a.localhost", "1.1.1.1",
            "shop.example",
        ] {
            #expect(try refusal(policy, "http://\(host):3000/hook") == nil, "\(host)")
        }
        for host in [
            "10.0.0.1", "169.254.169.254", "0.0.0.0", "[::]", "[fe80::1]", "[fc00::1]", "192.168.0.1", "224.0.0.1",
        ] {
            #expect(try refusal(policy, "http://\(host):3000/hook") == .address, "\(host)")
        }
    }

    @Test func `has tables of blocks`() {
        for table in [
            SpecialAddresses.ipv4, SpecialAddresses.ipv6, SpecialAddresses.ipv6Global, SpecialAddresses.loopback,
        ] { #expect(SpecialAddresses.blocks(table).count == table.count) }
        #expect(AddressPolicy.Refusal.port.rule == "its port has to be 443 or 8443")
    }
}
