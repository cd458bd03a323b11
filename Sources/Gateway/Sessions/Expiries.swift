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
}
