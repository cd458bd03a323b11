import Dispatch
import TestSupport
import Testing
import Wire

@testable import Outbound

@Suite struct `The bounds of a room` {
    /// A server that answers when the gate is open.
    private static func receiverBehindGate() -> (Gate, Receiver) {
        let gate = Gate()
        let receiver = Receiver { visitor, _ in
            gate.wait()
            return visitor.send(answer())
        }
        return (gate, receiver)
    }

    @Test func `a host has its bound of calls in flight, and another host is not delayed by it`() throws {
        let gate = Gate()
        defer { gate.open() }
        let slow = Receiver { visitor, _ in
            gate.wait()
            return visitor.send(answer())
        }
        let quick = Receiver { visitor, _ in visitor.send(answer(204)) }
        defer {
            slow.stop()
            quick.stop()
        }
        let change: (inout RoomLimits) -> Void = { $0.perHostMax = 2 }
        try withRoom(limits: change) { room in
            let outcomes = Outcomes()
            for _ in 0..<5 { room.send(try get("http://127.0.0.1:\(slow.port)/"), deliver: outcomes.note("slow")) }
            #expect(eventually { slow.requests.count == 2 })
            #expect(try room.outcome(get("http://127.0.0.1:\(quick.port)/")).answer?.status == 204)
            #expect(slow.requests.count == 2)
            gate.open()
            #expect(eventually { outcomes["slow"].count == 5 })
            #expect(outcomes["slow"].allSatisfy { $0.answer?.status == 200 })
        }
    }

    @Test func `calls beyond the room are refused at once, and those that wait too long afterwards`() throws {
        let (gate, receiver) = Self.receiverBehindGate()
        defer {
            gate.open()
            receiver.stop()
        }
        let clock = ManualClock()
        let change: (inout RoomLimits) -> Void = {
            $0.inFlightMax = 1
            $0.waitingMax = 2
        }
        try withRoom(clock: clock, limits: change) { room in
            let outcomes = Outcomes()
            let call = try get("http://127.0.0.1:\(receiver.port)/")
            room.send(call, deliver: outcomes.note("in flight"))
            #expect(eventually { receiver.requests.count == 1 })
            room.send(call, deliver: outcomes.note("waiting"))
            // The room takes calls in their order, so it has taken the one above when this one is refused.
            #expect(try room.outcome(get("http://10.0.0.1/")).failure?.phase == .refused)
            room.send(call, deliver: outcomes.note("last"))
            room.send(call, deliver: outcomes.note("beyond"))
            #expect(outcomes["beyond"].first?.failure?.phase == .overloaded)
            #expect(outcomes["waiting"].isEmpty)
            clock.advance(.seconds(15))
            // The answer wakes the room, which then looks at its clock.
            gate.open()
            #expect(eventually { outcomes.count == 4 })
            #expect(outcomes["in flight"].first?.answer?.status == 200)
            #expect(outcomes["waiting"].first?.failure?.phase == .overloaded)
        }
    }

    @Test func `a close ends calls in flight after the drain and all others at once, each with one outcome`() throws {
        let (gate, receiver) = Self.receiverBehindGate()
        defer {
            gate.open()
            receiver.stop()
        }
        let outcomes = Outcomes()
        let url = "http://127.0.0.1:\(receiver.port)/"
        let lookup: Lookup = { _ in
            gate.wait()
            return []
        }
        var limits = RoomLimits()
        limits.perHostMax = 4
        let room = Room(sandbox, limits: limits, lookup: lookup)
        for index in 0..<6 { room.send(try get(url), deliver: outcomes.note("\(index)")) }
        room.send(try get("http://shop.example/"), deliver: outcomes.note("name"))
        #expect(eventually { receiver.requests.count == 4 })
        room.close(drain: .zero)
        #expect(outcomes.count == 7)
        var sent = 0
        for name in (0..<6).map({ "\($0)" }) + ["name"] {
            #expect(outcomes[name].count == 1)
            let failure = try #require(outcomes[name].first?.failure)
            #expect(failure.phase == .closed)
            if failure.isSentInPart { sent += 1 }
        }
        #expect(sent == 4)
        room.send(try get(url), deliver: outcomes.note("late"))
        #expect(outcomes["late"].first?.failure?.phase == .closed)
        room.close(drain: .zero)
        #expect(outcomes.count == 8)
    }

    @Test func `a call in flight ends by itself within the drain`() throws {
        let gate = Gate()
        let receiver = Receiver { visitor, _ in
            gate.wait()
            return visitor.send(answer())
        }
        defer { receiver.stop() }
        let outcomes = Outcomes()
        // The clock stands, so the drain does not end.
        let room = Room(sandbox, clock: { .zero })
        room.send(try get("http://127.0.0.1:\(receiver.port)/"), deliver: outcomes.note("call"))
        #expect(eventually { receiver.requests.count == 1 })
        room.startClosing(drain: .seconds(1))
        gate.open()
        room.close(drain: .zero)
        #expect(outcomes["call"].map { $0.answer?.status } == [200])
    }
}
