import Checkout
import Dispatch
import Synchronization
import TestSupport
import Testing
import Wire

/// Ids, numbers, and settings that are whole numbers.
extension Scenario {
    static let numbers: [Scenario] = [
        Scenario("gives increasing ids and numbers, even if the clock goes back") { trial in
            var last = try #require(trial.store.nextID(at: trial.start))
            for offset: Int64 in [0, 0, 5_000_000, -3_600_000_000, 1, -1] {
                let next = try #require(trial.store.nextID(at: trial.start.advanced(microseconds: offset)))
                #expect(next.id.key > last.id.key)
                #expect(next.number > last.number)
                #expect(next.number <= 1 << 53)
                last = next
            }
        },
        Scenario("gives each id and each number only once, even to many threads") { trial in
            let given = Mutex<[(id: SessionID, number: Int64)]>([])
            let (store, start) = (trial.store, trial.start)
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                var own: [(id: SessionID, number: Int64)] = []
                for _ in 0..<500 { if let next = store.nextID(at: start) { own.append(next) } }
                #expect(zip(own, own.dropFirst()).allSatisfy { $0.id.key < $1.id.key && $0.number < $1.number })
                given.withLock { $0 += own }
            }
            let all = given.withLock { $0 }
            #expect(Set(all.map(\.id.key)).count == 2_000)
            #expect(Set(all.map(\.number)).count == 2_000)
        },
        Scenario("gives ids that contain the given time") { trial in
            let (id, _) = try #require(trial.store.nextID(at: trial.start))
            #expect(id.key >> SessionID.countBits == trial.start.microseconds / 1_000)
        },
        Scenario("gives unused ids and numbers after it was closed and opened again") { trial in
            var last = try #require(trial.store.nextID(at: trial.start))
            for _ in 0..<3 {
                var session = Samples.session(number: 1)
                last = try #require(trial.store.nextID(at: trial.start))
                (session.id, session.number) = last
                try trial.create([session])
            }
            try trial.reopen()
            let next = try #require(trial.store.nextID(at: trial.start.advanced(microseconds: -3_600_000_000)))
            #expect(next.id.key > last.id.key)
            #expect(next.number > last.number)
        },
        Scenario("adjusts a number, and returns the number after the change") { trial in
            let steps: [(Adjustment, Int64)] = [
                (.add(5, max: 100), 5), (.add(200, max: 100), 100), (.add(1, max: 50), 100), (.raise(to: 70), 100),
                (.raise(to: 170), 170), (.add(.max, max: .max), .max), (.clear, 0),
            ]
            let reader = trial.store.reader
            #expect(try reader.integerSetting("clock") == 0)
            for (adjustment, expected) in steps {
                guard case .adjusted(let value) = try trial.write(.adjust("clock", adjustment)) else {
                    Issue.record("\(adjustment)")
                    continue
                }
                #expect(value == expected, "\(adjustment)")
                #expect(try reader.integerSetting("clock") == expected)
            }
            #expect(try reader.integerSetting("other") == 0)
        },
        Scenario("loses none of many concurrent adjustments of a number") { trial in
            let results = try trial.concurrentResults(rounds: 50) { _, _ in .adjust("clock", .add(1, max: 1_000)) }
            let values = try results.map { result -> Int64 in
                guard case .adjusted(let value) = try result.get() else { return -1 }
                return value
            }
            #expect(values.sorted() == Array(1...200))
        },
    ]
}
