package import Checkout
import Dispatch
package import Storage
import Synchronization

/// Collects the results that are delivered, batch by batch.
package final class Deliveries: Sendable {
    private let collected = Mutex<[[WriteOutcome]]>([])
    private let arrived = DispatchSemaphore(value: 0)

    /// A collection without results.
    package init() {}

    /// Takes the results of one batch.
    package func take(_ outcomes: [WriteOutcome]) {
        collected.withLock { $0.append(outcomes) }
        for _ in outcomes { arrived.signal() }
    }

    /// Takes the results of one batch, and ignores why the store has stopped.
    package func take(_ outcomes: [WriteOutcome], _ stopReason: String?) {
        take(outcomes)
    }

    /// Waits for this many more results. False if they do not come.
    package func wait(for count: Int) -> Bool {
        for _ in 0..<count where arrived.wait(timeout: .now() + .seconds(60)) == .timedOut { return false }
        return true
    }

    /// The results, batch by batch.
    package var batches: [[WriteOutcome]] { collected.withLock { $0 } }
    /// The results of all batches.
    package var all: [WriteOutcome] { batches.flatMap { $0 } }
}

extension Result where Success == Written, Failure == StoreFailure {
    /// Why the write failed; nil if it did not.
    package var failure: StoreFailure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }

    /// Whether the write was done.
    package var isDone: Bool {
        if case .success(.done) = self { return true }
        return false
    }
}

/// A receipt that is a number.
package final class Numbered: WriteReceipt {
    let number: Int

    /// - Parameter number: tells a test to which of its writes the result belongs.
    package init(_ number: Int) {
        self.number = number
    }
}

extension WriteOutcome {
    /// The number of the write; -1 for another receipt.
    package var number: Int { (receipt as? Numbered)?.number ?? -1 }
}

extension SessionStore {
    /// Enqueues a write whose receipt is a number, and begins to commit it.
    package func submit(_ write: Write, _ number: Int) -> Bool {
        committing(enqueue(write, Numbered(number)), flush)
    }
}

extension Committer {
    /// Enqueues a write whose receipt is a number, and begins to commit it.
    package func submit(_ write: Write, _ number: Int) -> Bool {
        committing(enqueue(write, Numbered(number)), flush)
    }
}

/// Begins to commit a write if it is enqueued, and returns whether it is.
private func committing(_ isEnqueued: Bool, _ flush: () -> Void) -> Bool {
    if isEnqueued { flush() }
    return isEnqueued
}
