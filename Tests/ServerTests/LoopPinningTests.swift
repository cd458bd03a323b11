import Foundation
import Testing

@testable import Server

@Suite struct `The load of a loop` {
    private func at(_ milliseconds: Int64) -> Int64 {
        milliseconds * LoopClock.nanosecondsPerMillisecond
    }

    @Test(
        arguments: [
            (999, 100, false), (1_000, 100, true), (1_000, 101, false), (2_000, 150, true), (60_000, 6_000, true),
            (59_999, 6_000, false), (1, 3_600_000, false),
        ] as [(events: Int, milliseconds: Int64, isBusy: Bool)])
    func `is high from ten thousand events a second on`(events: Int, milliseconds: Int64, isBusy: Bool) {
        var load = LoopLoad(now: at(7))
        load.note(events: events, at: at(7 + milliseconds))
        #expect(load.isBusy == isBusy)
    }

    @Test func `is measured every 100 ms, from zero`() {
        var load = LoopLoad(now: at(0))
        for millisecond in 1...99 {
            load.note(events: 50, at: at(Int64(millisecond)))
            #expect(!load.isBusy)
        }
        load.note(events: 0, at: at(100))
        #expect(load.isBusy, "4,950 events in 100 ms")
        load.note(events: 999, at: at(199))
        #expect(load.isBusy, "until the next measurement")
        load.note(events: 0, at: at(200))
        #expect(!load.isBusy, "999 events in 100 ms")
    }
}

@Suite struct `The processors of a thread` {
    /// Runs on a thread that ends afterwards, so that no other test runs on the processors set here.
    private func onItsOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: body()) }.start()
        }
    }

    @Test func `are those that were set`() async throws {
        let seen = await onItsOwnThread { () -> [ProcessorSet?] in
            guard let all = ProcessorSet.ofThisThread(), let last = all.numbers.last else { return [] }
            let one = ProcessorSet([last])
            let isTaken = one.apply()
            return [all, isTaken ? one : nil, ProcessorSet.ofThisThread()]
        }
        try #require(seen.count == 3)
        #expect(seen[1] != nil)
        #expect(seen[2] == seen[1])
    }

    @Test func `cannot be empty`() async {
        let isTaken = await onItsOwnThread { ProcessorSet([]).apply() }
        #expect(!isTaken)
    }
}

@Suite struct `A loop under load` {
    private static func at(_ milliseconds: Int64) -> Int64 {
        milliseconds * LoopClock.nanosecondsPerMillisecond
    }

    /// The processors of a loop's thread after each measurement of its load, and after it gives them back; nil if none is
    /// its own. `loads` are the events of each 100 ms.
    private func processors(loop index: Int, of count: Int, loads: [Int]) async -> [ProcessorSet?]? {
        await withCheckedContinuation { continuation in
            Thread {
                var pinning = LoopPinning(loop: index, of: count, now: Self.at(0))
                guard pinning != nil else { return continuation.resume(returning: nil) }
                var seen: [ProcessorSet?] = []
                for (number, events) in loads.enumerated() {
                    pinning?.note(events: events, at: Self.at(Int64(number + 1) * 100))
                    seen.append(.ofThisThread())
                }
                pinning?.leave()
                continuation.resume(returning: seen + [.ofThisThread()])
            }.start()
        }
    }

    @Test(.enabled(if: (ProcessorSet.ofThisThread()?.numbers.count ?? 2) > 1, "a choice of cores takes two"))
    func `keeps to a core of its own while it is busy, if there is one core for each loop`()
        async throws
    {
        let all = try #require(ProcessorSet.ofThisThread())
        for index in all.numbers.indices {
            let own = ProcessorSet([all.numbers[index]])
            let seen = await processors(loop: index, of: all.numbers.count, loads: [999, 1_000, 5_000, 0, 1_000])
            #expect(seen == [all, own, own, all, own, all])
        }
    }

    @Test func `may run on every core if there are more loops than cores, fewer, or one`() async throws {
        let all = try #require(ProcessorSet.ofThisThread())
        for count in [1, all.numbers.count + 1, all.numbers.count - 1] {
            #expect(await processors(loop: 0, of: count, loads: [1_000_000]) == nil)
        }
    }
}
