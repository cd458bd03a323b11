import Checkout
import Synchronization
import Wire

/// A store that counts the writes which it has accepted, for tests that wait until a write is in the queue.
final class CountingStore: SessionStore {
    private let store: any SessionStore
    private let accepted = Atomic(0)

    init(_ store: any SessionStore) {
        self.store = store
    }

    /// How many writes the store has accepted since it was opened.
    var acceptedWrites: Int { accepted.load(ordering: .acquiring) }

    var stopReason: String? { store.stopReason }

    func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)? {
        store.nextID(at: now)
    }

    func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        guard store.enqueue(consume write, receipt) else { return false }
        accepted.add(1, ordering: .acquiringAndReleasing)
        return true
    }

    func flush() {
        store.flush()
    }

    func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>? {
        store.find(query, later: later)
    }
}
