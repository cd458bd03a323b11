import Synchronization
import TestSupport
import Testing
import Wire

@testable import Outbound

/// 127.0.0.2 stands for a public address in these tests.
private let secondLoopback = AddressPolicy(allowed: SpecialAddresses.blocks(["127.0.0.2"]))

@Suite struct `Names of a room` {
    @Test func `a name that has another address later is checked again`() throws {
        let good = Receiver(host: 2) { visitor, _ in visitor.send(answer()) }
        defer { good.stop() }
        let bad = Receiver(host: 1, port: good.port) { visitor, _ in visitor.send(answer()) }
        defer { bad.stop() }
        let answers = Mutex([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2", "127.0.0.1"]])
        let clock = ManualClock()
        let lookup: Lookup = { _ in
            answers.withLock { $0.isEmpty ? [] : $0.removeFirst() }.compactMap { IPAddress(Array($0.utf8)[...]) }
        }
        try withRoom(.untrusted(policy: { secondLoopback }), clock: clock, lookup: lookup) { room in
            let call = try get("http://shop.example:\(good.port)/")
            let answered = try #require(room.outcome(call).answer)
            #expect(try answered.address == address("127.0.0.2"))
            #expect(good.requests.first?.contains("Host: shop.example:\(good.port)\r\n") == true)
            // A moment later, the addresses are still known.
            #expect(try room.outcome(call).answer?.status == 200)
            for _ in 0..<2 {
                clock.advance(.seconds(61))
                #expect(try room.outcome(call).failure?.phase == .refused)
            }
            clock.advance(.seconds(61))
            #expect(try room.outcome(call).failure?.phase == .resolving)
            #expect(bad.connectionCount == 0)
            #expect(good.requests.count == 2)
        }
    }

    /// The policy is asked about the URL, the addresses of the name, the socket, and the request.
    @Test func `each socket and each request on a kept connection is checked once more`() throws {
        let receiver = Receiver(host: 2) { visitor, _ in visitor.send(answer()) }
        defer { receiver.stop() }
        for (questions, requests, connections) in [(2, 0, 0), (3, 0, 1), (6, 1, 1), (7, 2, 1)] {
            let before = (receiver.requests.count, receiver.connectionCount)
            let left = Mutex(questions)
            let policy: @Sendable () -> AddressPolicy = {
                left.withLock { left in
                    left -= 1
                    return left >= 0 ? secondLoopback : AddressPolicy()
                }
            }
            try withRoom(.untrusted(policy: policy)) { room in
                let call = try get("http://127.0.0.2:\(receiver.port)/")
                for _ in 0..<requests { #expect(try room.outcome(call).answer?.status == 200) }
                let failure = try #require(room.outcome(call).failure)
                #expect(failure.phase == .refused)
                #expect(!failure.isSentInPart)
            }
            #expect(receiver.requests.count - before.0 == requests)
            #expect(eventually { receiver.connectionCount - before.1 == connections })
        }
    }

    @Test func `name servers that do not answer delay nobody who needs none`() throws {
        let receiver = Receiver(host: 1) { visitor, _ in visitor.send(answer()) }
        defer { receiver.stop() }
        let (gate, clock) = (Gate(), ManualClock())
        defer { gate.open() }
        let lookup: Lookup = { name in
            if name == "known.example" { return [IPAddress(ipv4: 0x7f00_0001)] }
            gate.wait()
            return []
        }
        try withRoom(sandbox, clock: clock, lookup: lookup) { room in
            let known = try get("http://known.example:\(receiver.port)/")
            #expect(try room.outcome(known).answer?.status == 200)
            let outcomes = Outcomes()
            for index in 0..<10 {
                room.send(try get("http://stuck\(index).example/"), deliver: outcomes.note("\(index)"))
            }
            // The room takes calls in their order, so it has taken those above when this one is answered.
            #expect(try room.outcome(known).answer?.status == 200)
            clock.advance(.seconds(4))
            #expect(try room.outcome(known).answer?.status == 200)
            #expect(try room.outcome(get("http://127.0.0.1:\(receiver.port)/")).answer?.status == 200)
            #expect(outcomes.count == 0)
            clock.advance(.seconds(1))
            // A call wakes the room, which then looks at its clock.
            #expect(try room.outcome(known).answer?.status == 200)
            #expect(eventually { outcomes.count == 10 })
            // A name that was not looked up, because others hold all threads, is not the fault of its host.
            let threads = RoomLimits().lookupsMax
            for index in 0..<10 {
                let phase: CallFailure.Phase = index < threads ? .resolving : .overloaded
                #expect(outcomes["\(index)"].first?.failure?.phase == phase, "\(index)")
            }
            // Nobody asks for this name again for a while.
            #expect(try room.outcome(get("http://stuck0.example/")).failure?.phase == .resolving)
        }
    }

    @Test func `a name is called where it was before while names without an answer hold all threads`() throws {
        let receiver = Receiver(host: 1) { visitor, _ in visitor.send(answer()) }
        defer { receiver.stop() }
        let (gate, clock) = (Gate(), ManualClock())
        defer { gate.open() }
        let lookup: Lookup = { name in
            if name == "known.example" { return [IPAddress(ipv4: 0x7f00_0001)] }
            gate.wait()
            return []
        }
        try withRoom(sandbox, clock: clock, lookup: lookup) { room in
            let known = try get("http://known.example:\(receiver.port)/")
            #expect(try room.outcome(known).answer?.status == 200)
            let outcomes = Outcomes()
            for index in 0..<10 {
                room.send(try get("http://stuck\(index).example/"), deliver: outcomes.note("\(index)"))
            }
            for round in 1...3 {
                clock.advance(.seconds(61))
                room.send(known, deliver: outcomes.note("known"))
                #expect(
                    eventually {
                        clock.advance(.milliseconds(100))
                        return outcomes["known"].count == round
                    })
            }
            #expect(outcomes["known"].allSatisfy { $0.answer?.status == 200 })
        }
    }

    @Test func `names beyond the bound are not the fault of their host`() throws {
        let gate = Gate()
        defer { gate.open() }
        let lookup: Lookup = { _ in
            gate.wait()
            return []
        }
        let change: (inout RoomLimits) -> Void = {
            $0.lookupsMax = 1
            $0.lookupsWaitingMax = 1
        }
        try withRoom(lookup: lookup, limits: change) { room in
            let outcomes = Outcomes()
            for name in ["a", "b"] { room.send(try get("http://\(name).example/"), deliver: outcomes.note(name)) }
            let failure = try #require(room.outcome(get("http://c.example/")).failure)
            #expect(failure.phase == .overloaded)
            #expect(outcomes.count == 0)
        }
    }

    @Test func `the system's lookup reads addresses of both families`() throws {
        for text in ["203.0.113.9", "2001:db8::5"] { #expect(try systemLookup(text) == [address(text)]) }
        #expect(systemLookup("a..b").isEmpty)
    }

    @Test func `a trusted room goes anywhere`() throws {
        let receiver = Receiver { visitor, _ in visitor.send(answer()) }
        defer { receiver.stop() }
        let lookup: Lookup = { _ in [IPAddress(ipv4: 0x7f00_0001)] }
        try withRoom(.trusted, lookup: lookup) { room in
            let outcome = try room.outcome(get("http://psp.example:\(receiver.port)/"))
            #expect(outcome.answer?.status == 200)
        }
    }
}
