import Testing
import Wire

@testable import Checkout

@Suite struct `Session ids` {
    private func ids(afterKey key: Int64 = 0, number: Int64 = 0) -> SessionIDs {
        SessionIDs(afterKey: key, number: number) { 0xFEDC_BA98_7654_3210 }
    }

    @Test func `are UUIDs of version 7 that tell the millisecond`() throws {
        let id = ids().next(at: Timestamp(microseconds: 1_700_000_000_123_456)).id
        let bits = id.bits
        #expect(bits >> 80 == 1_700_000_000_123)
        #expect(bits >> 76 & 0xF == 7)
        #expect(bits >> 62 & 0x3 == 2)
        #expect(SessionID(bits: bits) == id)
        #expect(id.bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } == bits)
    }

    @Test func `grow when the clock stands still, goes back, or was ahead before a restart`() {
        let ids = ids(afterKey: Int64(1_700_000_000_000) << 12 | 7, number: 41)
        var last = SessionID(key: 0, tail: 0)
        var lastNumber: Int64 = 41
        for milliseconds in [1_600_000_000_000, 1_700_000_000_000, 1_700_000_000_000, 1_700_000_000_001, 5] {
            for _ in 0..<5_000 {
                let next = ids.next(at: Timestamp(microseconds: Int64(milliseconds) * 1_000))
                #expect(next.id > last)
                #expect(next.number == lastNumber + 1)
                (last, lastNumber) = next
            }
        }
    }

    @Test func `are nil for bits that are not a UUID of version 7`() {
        for bits in [UInt128(0), UInt128.max, UInt128(0x4) << 76] { #expect(SessionID(bits: bits) == nil) }
    }
}

@Suite struct `Page tokens` {
    private func links(_ key: UInt8) -> Links {
        Links(publicURL: "https://pay.example") { message in
            // Not a MAC, but it depends on key and message.
            Digest { code in
                code.initialize(repeating: key, count: Digest.byteCount)
                for index in message.indices { code[index % 32] = code[index % 32] &* 31 &+ message[index] }
            }
        }
    }

    private func session(_ key: Int64) -> CheckoutSession {
        CheckoutSession(
            id: SessionID(key: key, tail: 5), number: 1, provider: ProviderName("duro"), account: AccountID(1),
            isLive: false, status: .open,
            draft: Draft(mode: .payment, fields: SentFields(stored: []), lifetimeSeconds: 60),
            createdAt: Timestamp(seconds: 0))
    }

    @Test(arguments: [Int64(1), 4_096, 6_963_200_000_000_000, 0x0FFF_FFFF_FFFF_FFFF])
    func `lead back to their session`(_ key: Int64) {
        let token = links(1).token(for: session(key)).text
        #expect(token.hasPrefix("cs_test_"))
        #expect(token.utf8.count == 41)
        #expect(links(1).token(Array(token.utf8)[...])?.key == key)
        #expect(links(2).token(Array(token.utf8)[...]) == nil)
    }

    @Test func `are refused if any character is changed`() {
        let token = links(1).token(for: session(77)).bytes
        for index in token.indices {
            var forged = token
            forged[index] = forged[index] == 0x41 ? 0x42 : 0x41
            #expect(links(1).token(forged[...]) == nil, "at \(index)")
        }
        for length in 0..<token.count { #expect(links(1).token(token[..<length]) == nil) }
    }
}
