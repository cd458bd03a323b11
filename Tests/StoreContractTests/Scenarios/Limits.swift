import Checkout
import Synchronization
import TestSupport
import Testing
import Wire

/// A store refuses writes beyond its limits, and loses no write that it accepted.
extension Scenario {
    /// A write of a little more than this many bytes, which compression cannot shorten.
    private static func write(_ number: Int64, ofBytes count: Int) -> Write {
        var session = Samples.session(number: number)
        session.change { $0.metadata = Samples.json(ofBytes: count) }
        return .create(session)
    }

    /// Offers four writes at once to a store that accepts only three of them. Returns the receipt of the refused one.
    private static func offerFour(
        _ trial: Trial, _ limits: StoreLimits, _ write: (_ number: Int64) -> Write
    ) throws -> Awaited {
        try trial.reopen(limits: limits)
        let receipts = (1...4).map { _ in Awaited() }
        let accepted = receipts.enumerated().map { trial.store.enqueue(write(Int64($0 + 1)), $1) }
        #expect(accepted == [true, true, true, false])
        trial.store.flush()
        for receipt in receipts.prefix(3) { #expect(try receipt.result().isDone) }
        return receipts[3]
    }

    static let limits: [Scenario] = [
        Scenario("refuses writes while too many wait, and accepts writes again when there is room") { trial in
            var limits = StoreLimits()
            limits.commits.pendingWritesMax = 3
            let refused = try offerFour(trial, limits) { .create(Samples.session(number: $0)) }
            try trial.create([Samples.session(number: 5)])
            #expect(try trial.numbers() == [5, 3, 2, 1])
            #expect(!refused.hasArrived, "a refused write delivers no result")
        },
        Scenario("refuses writes while too many bytes wait, and accepts writes again when there is room") { trial in
            var limits = StoreLimits()
            limits.commits.pendingBytesMax = 250_000
            let refused = try offerFour(trial, limits) { write($0, ofBytes: 100_000) }
            try trial.done([write(5, ofBytes: 900_000)])
            #expect(!refused.hasArrived, "a refused write delivers no result")
        },
        Scenario("uses several commits for writes that do not fit into one") { trial in
            var limits = StoreLimits()
            (limits.commits.batchRowsMax, limits.commits.batchBytesMax) = (7, 100_000)
            try trial.reopen(limits: limits)
            try trial.done((1...100).map { write($0, ofBytes: $0 % 10 == 0 ? 200_000 : 10) })
            #expect(try trial.numbers() == (1...100).reversed())
        },
        Scenario("commits nothing before a flush, and then commits in the order of the writes") { trial in
            let (session, receipts) = (Samples.session(number: 1), (0..<3).map { _ in Awaited() })
            #expect(trial.store.enqueue(.create(session), receipts[0]))
            #expect(trial.store.enqueue(.note(session.id, .opened, at: trial.start, by: .customer), receipts[1]))
            let end = Write.move(session.id, account: nil, to: .completed, at: trial.start)
            #expect(trial.store.enqueue(end, receipts[2]))
            let early = receipts.filter(\.hasArrived).count
            #expect(early == 0)
            trial.store.flush()
            let results = try receipts.map { try $0.result().isDone }
            #expect(results == [true, true, true])
            #expect(try trial.kinds(session) == [.created, .opened, .completed])
        },
        Scenario("finds a write as soon as its result is delivered") { trial in
            for number: Int64 in 1...50 {
                try trial.create([Samples.session(number: number)])
                #expect(try trial.session(number: number) != nil)
                #expect(try trial.store.reader.find(.numbered(number)).session != nil)
            }
        },
        Scenario("delivers the results of accepted writes in the order of the writes, all before it is closed") {
            trial in
            let count = 1_000
            let order = Mutex<[Int]>([])
            let receipts = (1...count).map { number in Awaited { order.withLock { $0.append(number) } } }
            for (index, receipt) in receipts.enumerated() {
                #expect(trial.store.enqueue(.create(Samples.session(number: Int64(index + 1))), receipt))
                // The last writes wait for the end of the store.
                if index % 7 == 0, index < 900 { trial.store.flush() }
            }
            trial.store.close()
            #expect(order.withLock { $0 } == Array(1...count))
            for receipt in receipts where receipt.hasArrived { #expect(try receipt.result().isDone) }
            try trial.reopen()
            #expect(try trial.numbers() == (1...Int64(count)).reversed())
        },
        Scenario("refuses every write and every read after it was closed") { trial in
            let store = trial.store
            store.close()
            #expect(!store.enqueue(.create(Samples.session(number: 1)), Awaited()))
            store.flush()
            #expect(throws: StoreFailure.self) { try trial.find(.session(key: 1)) }
            #expect(throws: StoreFailure.self) { try store.reader.find(.accounts) }
            #expect(throws: StoreFailure.self) { try store.writer.account(named: "a") }
            #expect(store.writer.write([.create(Samples.session(number: 1))]).failure != nil)
            store.close()
            try trial.reopen()
        },
    ]
}

extension Result where Success == [Result<Written, StoreFailure>], Failure == StoreFailure {
    /// The failure by which no write was committed; nil if the writes were committed.
    fileprivate var failure: StoreFailure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }
}
