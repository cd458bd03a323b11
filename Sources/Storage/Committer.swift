package import Checkout
import Dispatch
import Synchronization

/// Group commit without timers: the writes that arrive while one commit is syncing are the next commit.
///
/// A sync costs far more than a row, so rows share syncs. No write waits for others: a single write is committed alone
/// and at once. Writes are committed and answered in the order in which they came.
package final class Committer: Sendable {
    /// Commits writes in one transaction: a result for each, in their order, or one failure for all.
    package typealias Commit = @Sendable ([PreparedWrite]) -> Result<[Result<Written, StoreFailure>], StoreFailure>

    private struct Waiting {
        var writes: [PreparedWrite] = []
        var receipts: [any WriteReceipt] = []
        /// The rows and the bytes of all of them together.
        var rows = 0
        var bytes = 0
        /// Whether the writer is running, or about to run.
        var isWorking = false
        var isClosed = false
        /// Whether a commit has failed in a way that allows no further commit.
        var isStopped = false
    }

    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "storage.writer")
    private let limits: CommitLimits
    private let commit: Commit
    private let deliver: @Sendable ([WriteOutcome]) -> Void
    private let afterDelivery: @Sendable () -> Void

    /// - Parameters:
    ///   - limits: how many writes may wait, and how many belong to one commit.
    ///   - commit: runs on the writer's thread. After it has returned ``StoreFailure/stopped`` it is not called again.
    ///   - deliver: gets the results of a batch, once for each batch, on the writer's thread, after its commit.
    ///   - afterDelivery: runs on the writer's thread after each batch was delivered.
    package init(
        _ limits: CommitLimits, commit: @escaping Commit,
        deliver: @escaping @Sendable ([WriteOutcome]) -> Void, afterDelivery: @escaping @Sendable () -> Void
    ) {
        precondition(
            limits.pendingWritesMax > 0 && limits.pendingBytesMax > 0 && limits.batchRowsMax > 0,
            "A committer must be allowed to take something.")
        self.limits = limits
        self.commit = commit
        self.deliver = deliver
        self.afterDelivery = afterDelivery
    }

    /// Enqueues a write that may wait for ``flush()``. May be called on any thread.
    ///
    /// A caller with several writes wakes the writer once for all of them, and not at the first one. Returns false, and
    /// delivers nothing, if the queue is full, or after ``close()``.
    package func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        let write = (consume write).prepared()
        return waiting.withLock { waiting in
            guard !waiting.isClosed, waiting.writes.count < limits.pendingWritesMax,
                waiting.bytes < limits.pendingBytesMax
            else { return false }
            waiting.writes.append(write)
            waiting.receipts.append(receipt)
            waiting.rows += write.rowCount
            waiting.bytes += write.byteCount
            return true
        }
    }

    /// Wakes the writer if writes wait and it is not running.
    package func flush() {
        let wakes = waiting.withLock { waiting in
            guard !waiting.isWorking, !waiting.writes.isEmpty else { return false }
            waiting.isWorking = true
            return true
        }
        if wakes { queue.async { self.work() } }
    }

    /// Accepts no more writes, and returns when the results of all accepted ones are delivered. Must not be called from
    /// `deliver`.
    package func close() {
        waiting.withLock { $0.isClosed = true }
        queue.sync { self.work() }
    }

    private func work() {
        while let batch = take() {
            let outcome = batch.isStopped ? .failure(.stopped) : commit(batch.writes)
            var outcomes: [WriteOutcome] = []
            outcomes.reserveCapacity(batch.receipts.count)
            switch outcome {
            case .success(let results):
                precondition(results.count == batch.receipts.count, "A commit answers for each of its writes.")
                for index in results.indices {
                    outcomes.append(WriteOutcome(receipt: batch.receipts[index], result: results[index]))
                }
            case .failure(let failure):
                if failure == .stopped { waiting.withLock { $0.isStopped = true } }
                for receipt in batch.receipts {
                    outcomes.append(WriteOutcome(receipt: receipt, result: .failure(failure)))
                }
            }
            deliver(outcomes)
            afterDelivery()
        }
    }

    private struct Batch: Sendable {
        var writes: [PreparedWrite]
        var receipts: [any WriteReceipt]
        var isStopped: Bool
    }

    /// The next writes to commit; nil if none wait.
    private func take() -> Batch? {
        waiting.withLock { waiting in
            guard !waiting.writes.isEmpty else {
                waiting.isWorking = false
                return nil
            }
            var batch = Batch(writes: [], receipts: [], isStopped: waiting.isStopped)
            if waiting.rows <= limits.batchRowsMax, waiting.bytes <= limits.batchBytesMax {
                swap(&batch.writes, &waiting.writes)
                swap(&batch.receipts, &waiting.receipts)
                waiting.rows = 0
                waiting.bytes = 0
            } else {
                // At least one write, even if that alone is above the limit.
                var count = 0
                var rows = 0
                var bytes = 0
                repeat {
                    rows += waiting.writes[count].rowCount
                    bytes += waiting.writes[count].byteCount
                    count += 1
                } while count < waiting.writes.count
                    && rows + waiting.writes[count].rowCount <= limits.batchRowsMax
                    && bytes + waiting.writes[count].byteCount <= limits.batchBytesMax
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
