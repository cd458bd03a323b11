import Checkout
import Synchronization

/// Sessions that answers told as expired while the store could not write.
///
/// The time of day may be set back, but an answer that was given must stay true, so the expiry is remembered here until
/// it can be written. Only told expiries are kept: a clock that runs ahead for a moment must not end sessions that no
/// answer showed.
final class Expiries: Sendable {
    /// Keys gather here while the store cannot write; each takes some 20 bytes.
    static let countMax = 100_000

    private let keys = Mutex<Set<Int64>>([])

    /// The keys of all remembered sessions.
    var all: Set<Int64> { keys.withLock { $0 } }

    /// Remembers all of them; returns false and remembers none if there is no room for all.
    func remember(_ told: [Int64]) -> Bool {
        keys.withLock { keys in
            let new = told.filter { !keys.contains($0) }
            guard keys.count + new.count <= Self.countMax else { return false }
            keys.formUnion(new)
            return true
        }
    }

    /// Forgets sessions whose expiry is now in the store.
    func forget(_ written: [Int64]) {
        keys.withLock { keys in
            if !keys.isEmpty { keys.subtract(written) }
        }
    }

    /// Whether an answer may tell that these sessions have expired, given the result of the write that records it.
    func hold(_ told: [Int64], _ outcome: Result<Written, StoreFailure>) -> Bool {
        switch outcome {
        case .success(let written):
            forget(told)
            // Another result: an earlier write in the queue has paid or cancelled one of them.
            if case .done = written { return true }
            return false
        case .failure(.full):
            return false
        case .failure:
            // A store that cannot write still answers reads, also of expired sessions. So the expiry is told, and
            // remembered while this process lives. It can be undone only if the process is restarted before any write
            // succeeds, and the clock is set back beyond the expiry.
            return remember(told)
        }
    }
}
