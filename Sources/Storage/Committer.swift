package import Checkout
import Dispatch
import Synchronization

/// Group commit without timers: whatever arrived while the last commit was syncing is the next one.
///
/// A sync costs far more than a row, so rows share them. Nothing waits for company: a write that comes alone is
/// committed alone, at once. Writes are committed, and answered, in the order in which they came.
package final class Committer: Sendable {
    /// Commits writes in one transaction: a result for each, in their order, or one failure for all.
    package typealias Commit = @Sendable ([PreparedWrite]) -> Result<[Result<Written, StoreFailure>], StoreFailure>

    private struct Waiting {
        var writes: [PreparedWrite] = []
        var receipts: [any WriteReceipt] = []
        /// What all of them add to a commit.
        var rows = 0
        var bytes = 0
        /// The queue has been told to work, and has not found nothing to do since.
        var isWorking = false
        var isClosed = false
        /// A commit failed in a way after which none may follow.
        var isStopped = false
    }

    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "storage.writer")
    private let options: StoreOptions
    private let commit: Commit
    private let deliver: @Sendable ([Settled]) -> Void
    private let settle: @Sendable () -> Void

    /// - Parameters:
    ///   - options: how much may wait, and how much of it is one commit.
    ///   - commit: runs on the writer's thread. After it answered ``StoreFailure/stopped`` it is not called again.
    ///   - deliver: gets what became of a batch, once a batch, on the writer's thread, after its commit.
    ///   - settle: runs on the writer's thread after each batch was delivered.
    package init(
        _ options: StoreOptions, commit: @escaping Commit,
        deliver: @escaping @Sendable ([Settled]) -> Void, settle: @escaping @Sendable () -> Void
    ) {
        precondition(
            options.pendingWritesMax > 0 && options.pendingBytesMax > 0 && options.batchRowsMax > 0,
            "A committer must be allowed to take something.")
        self.options = options
        self.commit = commit
        self.deliver = deliver
        self.settle = settle
    }

    /// Hands a write in. Any thread may.
    ///
    /// False, and nothing is delivered, where as much waits as may, or after ``close()``.
    package func submit(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        guard enqueue(consume write, receipt) else { return false }
        flush()
        return true
    }

    /// Hands a write in that may wait for ``flush()``. Any thread may.
    ///
    /// Whoever hands in many at once wakes the writer once, with all of them, instead of at the first, with one.
    /// False, and nothing is delivered, where as much waits as may, or after ``close()``.
    package func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        let write = (consume write).prepared()
        return waiting.withLock { waiting in
            guard !waiting.isClosed, waiting.writes.count < options.pendingWritesMax,
                waiting.bytes < options.pendingBytesMax
            else { return false }
            waiting.writes.append(write)
            waiting.receipts.append(receipt)
            waiting.rows += write.rowCount
            waiting.bytes += write.byteCount
            return true
        }
    }

    /// Wakes the writer where writes wait for it.
    package func flush() {
        let wakes = waiting.withLock { waiting in
            guard !waiting.isWorking, !waiting.writes.isEmpty else { return false }
            waiting.isWorking = true
            return true
        }
        if wakes { queue.async { self.work() } }
    }

    /// Takes no more writes, and returns when all that were taken are delivered. Not to be called from `deliver`.
    package func close() {
        waiting.withLock { $0.isClosed = true }
        queue.sync { self.work() }
    }

    /// Writes that wait for their commit to begin.
    package var pendingWrites: Int {
        waiting.withLock { $0.writes.count }
    }

    private func work() {
        while let batch = take() {
            let outcome = batch.isStopped ? .failure(.stopped) : commit(batch.writes)
            var settled: [Settled] = []
            settled.reserveCapacity(batch.receipts.count)
            switch outcome {
            case .success(let results):
                precondition(results.count == batch.receipts.count, "A commit answers for each of its writes.")
                for index in results.indices {
                    settled.append(Settled(receipt: batch.receipts[index], result: results[index]))
                }
            case .failure(let failure):
                if failure == .stopped { waiting.withLock { $0.isStopped = true } }
                for receipt in batch.receipts { settled.append(Settled(receipt: receipt, result: .failure(failure))) }
            }
            deliver(settled)
            settle()
        }
    }

    private struct Batch: Sendable {
        var writes: [PreparedWrite]
        var receipts: [any WriteReceipt]
        var isStopped: Bool
    }

    /// What is to be committed next; nil where nothing waits.
    private func take() -> Batch? {
        waiting.withLock { waiting in
            guard !waiting.writes.isEmpty else {
                waiting.isWorking = false
                return nil
            }
            var batch = Batch(writes: [], receipts: [], isStopped: waiting.isStopped)
            if waiting.rows <= options.batchRowsMax, waiting.bytes <= options.batchBytesMax {
                swap(&batch.writes, &waiting.writes)
                swap(&batch.receipts, &waiting.receipts)
                waiting.rows = 0
                waiting.bytes = 0
            } else {
                // One write at least, also where it alone is more.
                var count = 0
                var rows = 0
                var bytes = 0
                repeat {
                    rows += waiting.writes[count].rowCount
                    bytes += waiting.writes[count].byteCount
                    count += 1
                } while count < waiting.writes.count
                    && rows + waiting.writes[count].rowCount <= options.batchRowsMax
                    && bytes + waiting.writes[count].byteCount <= options.batchBytesMax
                batch.writes = Array(waiting.writes.prefix(count))
                batch.receipts = Array(waiting.receipts.prefix(count))
                waiting.writes.removeFirst(count)
                waiting.receipts.removeFirst(count)
                waiting.rows -= rows
                waiting.bytes -= bytes
            }
            return batch
        }
    }
}
