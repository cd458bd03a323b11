import Testing
import Wire

@testable import Server

@Suite struct `Addresses as text` {
    private static func parse(_ text: String) -> String? {
        PeerAddress(Array(text.utf8)[...]).map { "\($0)" }
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("2001:db8::1", "2001:db8:0:0:0:0:0:1"), ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"),
        ("1::", "1:0:0:0:0:0:0:0"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1::8", "1:0:0:0:0:0:0:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("FE80::ABcd", "fe80:0:0:0:0:0:0:abcd"), ("::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:cb00:7109", "203.0.113.9"), ("64:ff9b::192.0.2.1", "64:ff9b:0:0:0:0:c000:201"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("0001::0001", "1:0:0:0:0:0:0:1"),
    ])
    func `are read`(_ text: String, _ address: String) {
        #expect(Self.parse(text) == address)
    }

    @Test(arguments: [
        "", " ", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.00", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4 ",
        "+1.2.3.4", "1.2.3.-4", "0x1.2.3.4", "1.2.3.4:80", "16909060", "localhost", ":", ":::", "1:", ":1", "1:2",
        "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
        "12345::", "g::", "fe80::1%eth0", "[::1]", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4",
        "1.2.3.4::", "::ffff:1.2.3.4.5", "\u{ff11}.2.3.4",
    ])
    func `that are malformed are refused`(_ text: String) {
        #expect(Self.parse(text) == nil)
    }

    @Test func `are those of a socket, and are read as they are written`() throws {
        let text = "2001:db8::5"
        let address = try #require(PeerAddress(Array(text.utf8)[...], port: 4_711))
        #expect(address.port == 4_711)
        #expect(address == PeerAddress(high: 0x2001_0db8_0000_0000, low: 5, port: 4_711))
        #expect(address.isSameHost(as: PeerAddress(high: 0x2001_0db8_0000_0000, low: 5, port: 1)))
        #expect(Self.parse("\(address)") == "\(address)")
    }
}

@Suite struct `Blocks of addresses` {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.0/8", "9.255.255.255", false),
        ("192.0.2.128/25", "192.0.2.128", true), ("192.0.2.128/25", "192.0.2.127", false),
        ("203.0.113.9", "203.0.113.9", true), ("203.0.113.9", "203.0.113.8", false),
        ("203.0.113.9/32", "203.0.113.9", true), ("203.0.113.9/32", "203.0.113.10", false),
        ("0.0.0.0/0", "255.1.2.3", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
        ("::/0", "10.0.0.1", false), ("::/64", "10.0.0.1", false), ("::ffff:0:0/96", "10.0.0.1", true),
        ("::ffff:10.0.0.0/104", "10.9.9.9", true), ("::ffff:10.0.0.0/104", "11.9.9.9", false),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/33", "2001:db8:7fff::", true),
        ("2001:db8::/33", "2001:db8:8000::", false), ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
        ("::1", "::1", true), ("::1", "::2", false), ("::1/128", "::1", true),
        ("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
    ])
    func `contain the addresses with their first bits`(_ text: String, _ address: String, _ holds: Bool) throws {
        let block = try #require(AddressBlock(Array(text.utf8)[...]))
        let address = try #require(PeerAddress(Array(address.utf8)[...], port: 7))
        #expect(block.contains(address) == holds)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/-1", "10.0.0.0/+8",
        "10.0.0.0/255.0.0.0", "10.0.0.1/8", "2001:db8::/129", "2001:db8::1/64", "10.0.0.0 /8", "10/8", "proxy.test",
        "[::1]", "::1%lo", "10.0.0.0/99999999999999999999", "::ffff:10.0.0.1/104",
    ])
    func `that are malformed, or have bits after the prefix, are refused`(_ text: String) {
        #expect(AddressBlock(Array(text.utf8)[...]) == nil)
    }
}
