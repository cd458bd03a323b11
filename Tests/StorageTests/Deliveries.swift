import Checkout
import Dispatch
import Storage
import Synchronization

/// Collects what is delivered, batch by batch.
final class Deliveries: Sendable {
    private let collected = Mutex<[[Settled]]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func take(_ settled: [Settled]) {
        collected.withLock { $0.append(settled) }
        for _ in settled { arrived.signal() }
    }

    func take(_ settled: [Settled], _ stopReason: String?) {
        take(settled)
    }

    /// Waits for so many results more. False where they do not come.
    func wait(for count: Int) -> Bool {
        for _ in 0..<count where arrived.wait(timeout: .now() + .seconds(60)) == .timedOut { return false }
        return true
    }

    var batches: [[Settled]] { collected.withLock { $0 } }
    var all: [Settled] { batches.flatMap { $0 } }
}

extension Result where Success == Written, Failure == StoreFailure {
    var failure: StoreFailure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }

    var isDone: Bool {
        if case .success(.done) = self { return true }
        return false
    }
}

/// A receipt that is a number.
private final class Numbered: WriteReceipt {
    let number: Int

    init(_ number: Int) {
        self.number = number
    }
}

extension Settled {
    /// The number that the write was submitted with; -1 where it was another receipt.
    var number: Int { (receipt as? Numbered)?.number ?? -1 }
}

extension Committer {
    func submit(_ write: Write, _ number: Int) -> Bool { submit(write, Numbered(number)) }
}

extension SQLiteStore {
    func submit(_ write: Write, _ number: Int) -> Bool { submit(write, Numbered(number)) }
}
