import Checkout
import Synchronization

/// Sessions that were told as expired while the store could not write so.
///
/// The time of day may be set back. What a caller was told then holds all the same, so it is remembered here until it can
/// be written. Only what was told: a clock that runs ahead for a moment by mistake must not end sessions that nobody
/// looked at.
final class Expiries: Sendable {
    /// Where the store cannot write these gather; a session takes some 20 bytes.
    static let countMax = 100_000

    private let keys = Mutex<Set<Int64>>([])

    /// The keys of all that are remembered.
    var all: Set<Int64> { keys.withLock { $0 } }

    /// False, and nothing is remembered, where there is no room for all of them.
    func remember(_ told: [Int64]) -> Bool {
        keys.withLock { keys in
            let new = told.filter { !keys.contains($0) }
            guard keys.count + new.count <= Self.countMax else { return false }
            keys.formUnion(new)
            return true
        }
    }

    /// The store says so itself from now on.
    func forget(_ written: [Int64]) {
        keys.withLock { keys in
            if !keys.isEmpty { keys.subtract(written) }
        }
    }

    /// Whether sessions may be told as expired, once it is known what became of the write that says so.
    func hold(_ told: [Int64], _ outcome: Result<Written, StoreFailure>) -> Bool {
        switch outcome {
        case .success(let written):
            forget(told)
            // Any other result: a write that was still waiting had paid or cancelled one of them.
            if case .done = written { return true }
            return false
        case .failure(.full):
            return false
        case .failure:
            // A store that cannot write still answers what it reads, and an expired session is no exception. So it is told,
            // and remembered as long as this process lives. Only a clock that is set back beyond the expiry after a restart,
            // before any write succeeded, could undo it.
            return remember(told)
        }
    }
}
