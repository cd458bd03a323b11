import Testing
import Wire

@Suite struct `IP addresses` {
    @Test func `have one spelling, which is read again`() throws {
        for (text, spelling) in [
            ("203.0.113.9", "203.0.113.9"), ("255.255.255.255", "255.255.255.255"), ("::ffff:1.2.3.4", "1.2.3.4"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("0:0:0:4:5:6:0:0", "::4:5:6:0:0"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
        ] {
            let address = try #require(IPAddress(Array(text.utf8)[...]))
            #expect("\(address)" == spelling)
            #expect(IPAddress(Array(spelling.utf8)[...]) == address)
        }
    }
}
