import TestSupport
import Testing
import Wire

@testable import Outbound

@Suite struct `Known names` {
    private let found = [IPAddress(ipv4: 0x0808_0808)]
    private let moved = [IPAddress(ipv4: 0x0808_0404)]

    private func late(_ call: CallID, _ oldAddresses: [IPAddress] = []) -> KnownNames.LateCall {
        KnownNames.LateCall(call: call, oldAddresses: oldAddresses)
    }

    @Test func `are looked up once for all that wait, and known for a minute`() {
        var names = KnownNames(NameTimes())
        #expect(names.ask("a", for: 1, at: .seconds(0)) == .isToBeLookedUp)
        #expect(names.ask("a", for: 2, at: .seconds(1)) == .waits)
        #expect(names.ask("b", for: 3, at: .seconds(1)) == .isToBeLookedUp)
        #expect(names.nextEnd == .seconds(5))
        #expect(names.learn("a", found, at: .seconds(2)) == [1, 2])
        #expect(names.nextEnd == .seconds(6))
        #expect(names.ask("a", for: 4, at: .seconds(61)) == .known(found))
        #expect(names.ask("a", for: 5, at: .seconds(62)) == .isToBeLookedUp)
    }

    @Test func `without an address are unknown for five seconds`() {
        var names = KnownNames(NameTimes())
        #expect(names.ask("a", for: 1, at: .zero) == .isToBeLookedUp)
        #expect(names.learn("a", [], at: .seconds(1)) == [1])
        #expect(names.ask("a", for: 2, at: .seconds(5)) == .unknown)
        #expect(names.ask("a", for: 3, at: .seconds(6)) == .isToBeLookedUp)
    }

    @Test func `are waited for five seconds, and a late answer is used`() {
        var names = KnownNames(NameTimes())
        #expect(names.ask("a", for: 1, at: .seconds(0)) == .isToBeLookedUp)
        #expect(names.ask("a", for: 2, at: .seconds(3)) == .waits)
        #expect(names.giveUp(at: .seconds(4)) == ([], []))
        #expect(names.giveUp(at: .seconds(5)) == ([late(1)], []))
        #expect(names.giveUp(at: .seconds(8)) == ([late(2)], ["a"]))
        #expect(names.nextEnd == nil)
        #expect(names.ask("a", for: 3, at: .seconds(12)) == .unknown)
        // The first lookup is still in progress.
        #expect(names.ask("a", for: 4, at: .seconds(13)) == .waits)
        #expect(names.learn("a", found, at: .seconds(14)) == [4])
        #expect(names.ask("a", for: 5, at: .seconds(14)) == .known(found))
    }

    @Test func `serve for an hour where a later lookup does not end within a second`() {
        var names = KnownNames(NameTimes())
        _ = names.learn("a", found, at: .zero)
        #expect(names.ask("a", for: 1, at: .seconds(60)) == .isToBeLookedUp)
        #expect(names.nextEnd == .seconds(61))
        #expect(names.giveUp(at: .seconds(61)) == ([late(1, found)], ["a"]))
        // The lookup is still in progress, so the next calls do not wait for it.
        #expect(names.ask("a", for: 2, at: .seconds(65)) == .known(found))
        #expect(names.ask("a", for: 3, at: .seconds(66)) == .waits)
        #expect(names.giveUp(at: .seconds(67)) == ([late(3, found)], ["a"]))
        #expect(names.ask("a", for: 4, at: .seconds(3_600)) == .waits)
        #expect(names.giveUp(at: .seconds(3_601)) == ([], []))
        #expect(names.giveUp(at: .seconds(3_605)) == ([late(4)], ["a"]))
        #expect(names.ask("a", for: 5, at: .seconds(3_606)) == .unknown)
    }

    @Test func `are those of the later lookup as soon as it ends, even if it found nothing`() {
        for (later, reply) in [(moved, KnownNames.Reply.known(moved)), ([], .unknown)] {
            var names = KnownNames(NameTimes())
            _ = names.learn("a", found, at: .zero)
            #expect(names.ask("a", for: 1, at: .seconds(60)) == .isToBeLookedUp)
            #expect(names.learn("a", later, at: .seconds(60)) == [1])
            #expect(names.ask("a", for: 2, at: .seconds(61)) == reply)
        }
    }

    @Test func `stay usable when a later lookup is taken back before it began`() {
        var names = KnownNames(NameTimes())
        _ = names.learn("a", found, at: .zero)
        #expect(names.ask("a", for: 1, at: .seconds(60)) == .isToBeLookedUp)
        #expect(names.giveUp(at: .seconds(61)).names == ["a"])
        names.forgetLookup(of: "a", at: .seconds(61))
        #expect(names.oldAddresses(of: "a", at: .seconds(61)) == found)
        #expect(names.ask("a", for: 2, at: .seconds(66)) == .isToBeLookedUp)
    }

    @Test func `are bounded in number`() {
        var times = NameTimes()
        times.namesMax = 2
        var names = KnownNames(times)
        for (second, name) in ["a", "b", "c"].enumerated() {
            _ = names.learn(name, found, at: .seconds(second))
        }
        #expect(names.ask("a", for: 1, at: .seconds(3)) == .isToBeLookedUp)
        #expect(names.ask("b", for: 2, at: .seconds(3)) == .known(found))
        #expect(names.ask("c", for: 3, at: .seconds(3)) == .known(found))
    }

    @Test func `wait for one of a few threads, and can be taken back until then`() {
        let (gate, outcomes) = (Gate(), Outcomes())
        let queue = LookupQueue(
            threadsMax: 2, waitingMax: 2,
            lookup: { _ in
                gate.wait()
                return []
            }, report: { name, _ in outcomes.note(name)(.failed(CallFailure(.resolving, ""))) })
        #expect(["a", "b", "c", "d", "e"].map(queue.add) == [true, true, true, true, false])
        #expect(["a", "b", "c", "c", "x"].map(queue.withdraw) == [false, false, true, false, false])
        #expect(queue.add("f"))
        gate.open()
        #expect(eventually { outcomes.count == 4 })
        #expect(["a", "b", "d", "f"].allSatisfy { outcomes[$0].count == 1 })
    }
}

@Suite struct `Waiting calls` {
    @Test func `of different hosts take turns, within both bounds`() {
        var calls = WaitingCalls(inFlightMax: 4, perHostMax: 2)
        for call in 1...4 { calls.add(call, to: "a", until: .seconds(9)) }
        for call in 5...6 { calls.add(call, to: "b", until: .seconds(9)) }
        calls.add(7, to: "c", until: .seconds(9))
        #expect((0..<5).map { _ in calls.next() } == [1, 5, 7, 2, nil])
        calls.finish("c")
        #expect([calls.next(), calls.next()] == [6, nil])
        calls.finish("b")
        // Both places of the first host are taken.
        #expect(calls.next() == nil)
        calls.finish("a")
        #expect([calls.next(), calls.next()] == [3, nil])
        #expect(calls.inFlight == 3)
    }

    @Test func `end when they have waited long enough`() {
        var calls = WaitingCalls(inFlightMax: 1, perHostMax: 1)
        calls.add(1, to: "a", until: .seconds(1))
        calls.add(2, to: "a", until: .seconds(2))
        calls.add(3, to: "b", until: .seconds(3))
        #expect(calls.next() == 1)
        #expect(calls.nextEnd == .seconds(2))
        #expect(calls.giveUp(at: .seconds(1)).isEmpty)
        #expect(calls.giveUp(at: .seconds(2)) == [2])
        calls.finish("a")
        #expect(calls.next() == 3)
        #expect(calls.nextEnd == nil)
    }
}
