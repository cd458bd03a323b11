package import Checkout
import Dispatch
package import Storage
import Synchronization

/// Collects what is delivered, batch by batch.
package final class Deliveries: Sendable {
    private let collected = Mutex<[[Settled]]>([])
    private let arrived = DispatchSemaphore(value: 0)

    /// Nothing is delivered yet.
    package init() {}

    /// Takes the results of one batch.
    package func take(_ settled: [Settled]) {
        collected.withLock { $0.append(settled) }
        for _ in settled { arrived.signal() }
    }

    /// Takes the results of one batch; why the store has stopped is of no interest.
    package func take(_ settled: [Settled], _ stopReason: String?) {
        take(settled)
    }

    /// Waits for so many results more. False where they do not come.
    package func wait(for count: Int) -> Bool {
        for _ in 0..<count where arrived.wait(timeout: .now() + .seconds(60)) == .timedOut { return false }
        return true
    }

    /// The results, batch by batch.
    package var batches: [[Settled]] { collected.withLock { $0 } }
    /// The results of all batches.
    package var all: [Settled] { batches.flatMap { $0 } }
}

extension Result where Success == Written, Failure == StoreFailure {
    /// Why the write failed; nil where it did not.
    package var failure: StoreFailure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }

    /// Whether it is written as asked.
    package var isDone: Bool {
        if case .success(.done) = self { return true }
        return false
    }
}

/// A receipt that is a number.
package final class Numbered: WriteReceipt {
    let number: Int

    /// - Parameter number: tells a test which of its writes the result is of.
    package init(_ number: Int) {
        self.number = number
    }
}

extension Settled {
    /// The number that the write was submitted with; -1 where it was another receipt.
    package var number: Int { (receipt as? Numbered)?.number ?? -1 }
}

extension Committer {
    /// Hands in a write whose receipt is a number.
    package func submit(_ write: Write, _ number: Int) -> Bool { submit(write, Numbered(number)) }
}
