import Testing
import Wire

@testable import Server

@Suite struct `Deadline queues` {
    private var deadlines: Deadlines

    init() {
        var limits = ServerLimits()
        limits.idleTimeoutMilliseconds = 100
        limits.headTimeoutMilliseconds = 10
        limits.bodyTimeoutMilliseconds = 30
        deadlines = Deadlines(limits)
    }

    private func at(_ milliseconds: Int64) -> Int64 {
        milliseconds * LoopClock.nanosecondsPerMillisecond
    }

    private mutating func expired(_ milliseconds: Int64) -> [String] {
        var expired: [String] = []
        while let (kind, slot) = deadlines.takeExpired(now: at(milliseconds)) { expired.append("\(kind) \(slot)") }
        return expired
    }

    @Test mutating func `know the next deadline of all kinds`() {
        #expect(deadlines.next == nil)
        deadlines.arm(.idle, slot: 3, now: at(0))
        #expect(deadlines.next == at(100))
        deadlines.arm(.head, slot: 1, now: at(5))
        #expect(deadlines.next == at(15))
        deadlines.cancel(.head, slot: 1)
        #expect(deadlines.next == at(100))
    }

    @Test mutating func `pass in order, once, and not before their time`() {
        for slot in 0..<3 { deadlines.arm(.head, slot: slot, now: at(Int64(slot))) }
        deadlines.arm(.body, slot: 0, now: at(0))
        #expect(expired(9) == [])
        #expect(expired(11) == ["head 0", "head 1"])
        #expect(expired(11) == [])
        #expect(expired(100) == ["head 2", "body 0"])
        #expect(deadlines.next == nil)
    }

    @Test mutating func `start anew at the end of the queue`() {
        for slot in 0..<3 { deadlines.arm(.head, slot: slot, now: at(0)) }
        deadlines.arm(.head, slot: 1, now: at(5))
        deadlines.arm(.head, slot: 0, now: at(6))
        #expect(expired(10) == ["head 2"])
        #expect(expired(15) == ["head 1"])
        #expect(expired(16) == ["head 0"])
    }

    @Test mutating func `are cancelled at any position`() {
        for slot in 0..<5 { deadlines.arm(.idle, slot: slot, now: at(Int64(slot))) }
        for slot in [0, 2, 4] { deadlines.cancel(.idle, slot: slot) }
        deadlines.cancel(.idle, slot: 2)
        deadlines.cancel(.idle, slot: 99)
        deadlines.arm(.head, slot: 1, now: at(0))
        deadlines.cancelAll(slot: 1)
        #expect(expired(1000) == ["idle 3"])
    }

    @Test mutating func `agree with a plain list over many random steps`() {
        var random = SystemRandomNumberGenerator()
        let seed = random.next()
        var state = seed
        var due: [Int: Int64] = [:]
        for step in 0..<Int64(5000) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let slot = Int(state >> 33) % 40
            if state >> 60 < 3 {
                deadlines.cancel(.head, slot: slot)
                due[slot] = nil
            } else {
                deadlines.arm(.head, slot: slot, now: at(step))
                due[slot] = step + 10
            }
            let expected = due.filter { $0.value <= step }.keys.sorted()
            for slot in expected { due[slot] = nil }
            #expect(expired(step).sorted() == expected.map { "head \($0)" }.sorted(), "seed \(seed)")
        }
    }
}
