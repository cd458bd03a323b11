import Checkout
import Dispatch
import Storage
import Synchronization
import TestSupport
import Testing

/// Every write is committed in a batch, and answered after its batch.
@Suite struct `Group commit` {
    /// A commit that can be delayed, and made to fail.
    private final class Disk: Sendable {
        struct State {
            var batches: [Int] = []
            var failure: StoreFailure?
        }
        let state = Mutex(State())
        let began = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        let isHeld: Bool

        init(isHeld: Bool = false) { self.isHeld = isHeld }

        func commit(_ writes: [PreparedWrite]) -> Result<[Result<Written, StoreFailure>], StoreFailure> {
            began.signal()
            if isHeld { _ = mayEnd.wait(timeout: .now() + .seconds(120)) }
            return state.withLock { state in
                state.batches.append(writes.count)
                if let failure = state.failure { return .failure(failure) }
                return .success(writes.map { _ in .success(.done(nil)) })
            }
        }

        var batches: [Int] { state.withLock { $0.batches } }
        func fail(_ failure: StoreFailure?) { state.withLock { $0.failure = failure } }
    }

    private let write = Write.create(Samples.session(number: 1))
    private let deliveries = Deliveries()

    private func committer(
        _ disk: Disk, pendingWritesMax: Int = 100, batchRowsMax: Int = 10, pendingBytesMax: Int = .max,
        batchBytesMax: Int = .max
    ) -> Committer {
        var limits = CommitLimits()
        limits.pendingWritesMax = pendingWritesMax
        limits.batchRowsMax = batchRowsMax
        limits.pendingBytesMax = pendingBytesMax
        limits.batchBytesMax = batchBytesMax
        return Committer(limits, commit: disk.commit, deliver: deliveries.take, afterDelivery: {})
    }

    @Test func `commits together what arrived during the last commit, in order`() {
        let disk = Disk(isHeld: true)
        let committer = committer(disk)
        #expect(committer.submit(write, 0))
        disk.began.wait()
        for receipt in 1...25 { #expect(committer.submit(write, receipt)) }
        #expect(deliveries.all.isEmpty, "nothing is answered before its commit")
        for _ in 0..<4 { disk.mayEnd.signal() }
        committer.close()
        #expect(disk.batches == [1, 10, 10, 5])
        #expect(deliveries.batches.map(\.count) == [1, 10, 10, 5])
        #expect(deliveries.all.map(\.number) == Array(0...25))
    }

    @Test func `refuses writes when the queue is full, and accepts them when there is room`() {
        let disk = Disk(isHeld: true)
        let committer = committer(disk, pendingWritesMax: 3)
        #expect(committer.submit(write, 0))
        disk.began.wait()
        for receipt in 1...3 { #expect(committer.submit(write, receipt)) }
        #expect(!committer.submit(write, 4))
        disk.mayEnd.signal()
        disk.began.wait()
        #expect(committer.submit(write, 5))
        for _ in 0..<2 { disk.mayEnd.signal() }
        committer.close()
        #expect(deliveries.all.map(\.number) == [0, 1, 2, 3, 5])
    }

    /// A write with a little more than this many bytes, which compression cannot reduce.
    private func write(ofBytes count: Int) -> Write {
        var session = Samples.session(number: 1)
        session.change { $0.metadata = Samples.json(ofBytes: count) }
        return .create(session)
    }

    @Test func `refuses writes when the queue has too many bytes, and accepts them when there is room`() {
        let disk = Disk(isHeld: true)
        let committer = committer(disk, pendingBytesMax: 250_000)
        #expect(committer.submit(write(ofBytes: 900_000), 0))
        disk.began.wait()
        for receipt in 1...3 { #expect(committer.submit(write(ofBytes: 100_000), receipt)) }
        #expect(!committer.submit(write(ofBytes: 2), 4))
        disk.mayEnd.signal()
        disk.began.wait()
        #expect(committer.submit(write(ofBytes: 2), 5))
        for _ in 0..<2 { disk.mayEnd.signal() }
        committer.close()
        #expect(deliveries.all.map(\.number) == [0, 1, 2, 3, 5])
    }

    @Test func `ends a batch at its limit of bytes, except for a single larger write`() {
        let disk = Disk(isHeld: true)
        let committer = committer(disk, batchBytesMax: 250_000)
        #expect(committer.submit(write, 0))
        disk.began.wait()
        for (receipt, count) in [100_000, 100_000, 900_000, 2, 2].enumerated() {
            #expect(committer.submit(write(ofBytes: count), receipt))
        }
        for _ in 0..<4 { disk.mayEnd.signal() }
        committer.close()
        #expect(disk.batches == [1, 2, 1, 2])
    }

    @Test func `answers all accepted writes before it closes, and accepts none afterwards`() {
        let disk = Disk()
        let committer = committer(disk, pendingWritesMax: 5_000)
        let taken = (0..<5_000).filter { committer.submit(write, $0) }
        committer.close()
        #expect(deliveries.all.map(\.number) == taken)
        #expect(!committer.submit(write, 9))
        committer.close()
        #expect(deliveries.all.count == taken.count)
    }

    @Test(arguments: [StoreFailure.noRoom, .broken(code: 5, message: "locked")])
    func `goes on after a failure that passes`(failure: StoreFailure) {
        let disk = Disk()
        let committer = committer(disk)
        disk.fail(failure)
        #expect(committer.submit(write, 1))
        #expect(deliveries.wait(for: 1))
        disk.fail(nil)
        #expect(committer.submit(write, 2))
        committer.close()
        #expect(deliveries.all.map(\.result.failure) == [failure, nil])
    }

    @Test func `never commits again after a sync failed`() {
        let disk = Disk(isHeld: true)
        let committer = committer(disk, batchRowsMax: 2)
        #expect(committer.submit(write, 0))
        disk.began.wait()
        for receipt in 1...4 { #expect(committer.submit(write, receipt)) }
        disk.mayEnd.signal()
        disk.began.wait()
        disk.fail(.stopped)
        disk.mayEnd.signal()
        #expect(deliveries.wait(for: 5))
        // Later commits on this disk would succeed, as on Linux.
        disk.fail(nil)
        #expect(committer.submit(write, 5))
        committer.close()
        #expect(disk.batches == [1, 2], "of the third batch and the last one the disk hears nothing")
        #expect(deliveries.all.map(\.result.failure) == [nil] + Array(repeating: .stopped, count: 5))
    }

    @Test func `answers each of many senders once`() {
        let disk = Disk()
        let committer = committer(disk, pendingWritesMax: 100_000, batchRowsMax: 64)
        DispatchQueue.concurrentPerform(iterations: 4) { sender in
            for count in 0..<2_000 { #expect(committer.submit(write, sender * 10_000 + count)) }
        }
        committer.close()
        let receipts = deliveries.all.map(\.number)
        #expect(receipts.count == 8_000)
        #expect(Set(receipts).count == 8_000)
        for sender in 0..<4 {
            let own = receipts.filter { $0 / 10_000 == sender }
            #expect(own == own.sorted(), "a sender's writes keep their order")
        }
    }

    @Test func `calls back after each delivery`() {
        let steps = Mutex<[String]>([])
        let committer = Committer(
            CommitLimits(),
            commit: { writes in
                steps.withLock { $0.append("commit") }
                return .success(writes.map { _ in .success(.done(nil)) })
            },
            deliver: { _ in steps.withLock { $0.append("deliver") } },
            afterDelivery: { steps.withLock { $0.append("afterDelivery") } })
        #expect(committer.submit(write, 0))
        committer.close()
        #expect(steps.withLock { $0 } == ["commit", "deliver", "afterDelivery"])
    }
}
