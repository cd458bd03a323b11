import Glibc
import TestSupport
import Testing
import Wire

@testable import Server

@Suite struct `Mailbox into a loop` {
    private let key = ConnectionKey(slot: 1, generation: 2)

    private func answer(_ status: Int) -> Mailbox.Message {
        .answer(key, sequence: 0, Response(status: status))
    }

    private func statuses(_ messages: [Mailbox.Message]) -> [Int] {
        messages.compactMap { message in
            guard case .answer(_, _, let response) = message else { return nil }
            return response.status
        }
    }

    /// How often the loop was woken: the eventfd counts the writes.
    private func wakeUps(_ mailbox: Mailbox) -> UInt64 {
        var count: UInt64 = 0
        return read(mailbox.descriptorNumber, &count, 8) == 8 ? count : 0
    }

    @Test func `keeps the order and wakes the loop once`() throws {
        let mailbox = try Mailbox()
        mailbox.post(answer(200))
        mailbox.post([answer(201), answer(202)])
        mailbox.post([])
        #expect(wakeUps(mailbox) == 1)
        #expect(statuses(mailbox.take()) == [200, 201, 202])
        #expect(mailbox.take().isEmpty)
        mailbox.post(answer(203))
        #expect(wakeUps(mailbox) == 1)
    }

    @Test func `refuses messages after its loop has ended`() throws {
        let mailbox = try Mailbox()
        mailbox.post(answer(200))
        #expect(statuses(mailbox.close()) == [200])
        #expect(!mailbox.post(answer(201)))
        #expect(mailbox.take().isEmpty)
    }

    @Test func `names connections so that they can be packed`() {
        let key = ConnectionKey(slot: .max - 5, generation: 7)
        #expect(ConnectionKey(packed: key.packed) == key)
    }
}

@Suite struct `Admission and addresses` {
    @Test func `counts in all and for each network`() {
        var limits = ServerLimits()
        limits.connectionsMax = 3
        limits.connectionsPerPeerMax = 2
        let admission = Admission(limits)
        let (a, b) = (PeerAddress(ipv4: 10, 0, 0, 1, port: 1), PeerAddress(ipv4: 10, 0, 0, 2, port: 1))
        #expect(admission.enter(a))
        #expect(admission.enter(PeerAddress(ipv4: 10, 0, 0, 1, port: 2)))
        #expect(!admission.enter(a))
        #expect(admission.enter(b))
        #expect(!admission.enter(b))
        admission.leave(a)
        #expect(admission.enter(b))
        #expect(!admission.enter(a))
    }

    @Test func `does not count proxies by their address, and counts them in all`() throws {
        var limits = ServerLimits()
        limits.connectionsMax = 4
        limits.connectionsPerPeerMax = 1
        limits.connectionsPerPeerExempt = [try #require(AddressBlock(Array("10.0.0.0/24".utf8)[...]))]
        let admission = Admission(limits)
        let (proxy, client) = (PeerAddress(ipv4: 10, 0, 0, 1, port: 1), PeerAddress(ipv4: 10, 0, 1, 1, port: 1))
        for _ in 0..<3 { #expect(admission.enter(proxy)) }
        #expect(admission.enter(client))
        #expect(!admission.enter(proxy))
        for _ in 0..<3 { admission.leave(proxy) }
        #expect(!admission.enter(client))
        admission.leave(client)
        #expect(admission.enter(client))
        #expect(admission.enter(proxy))
    }

    @Test func `writes addresses and counts IPv6 by its network`() {
        #expect("\(PeerAddress(ipv4: 203, 0, 113, 9, port: 80))" == "203.0.113.9")
        let first = peer(0x2001_0db8_0000_0000, 1)
        #expect("\(first)" == "2001:db8:0:0:0:0:0:1")
        #expect(first.network == peer(0x2001_0db8_0000_0000, 2).network)
        #expect(first.network != peer(0x2001_0db8_0000_0001, 1).network)
        #expect("\(peer(0, 0xffff_0102_0304))" == "1.2.3.4")
        #expect(peer(0, 0xffff_0102_0304).network != peer(0, 0xffff_0102_0305).network)
    }

    /// An address from its two halves.
    private func peer(_ high: UInt64, _ low: UInt64) -> PeerAddress {
        PeerAddress(high: high, low: low, port: 1)
    }
}
