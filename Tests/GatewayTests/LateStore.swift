import Checkout
import Dispatch
import Wire

/// A store that answers no query at once, like an engine across a network: every answer comes later, from a thread of
/// its own, and queries that were asked together are answered in any order.
final class LateStore: SessionStore {
    private let store: any SessionStore
    private let queue = DispatchQueue(label: "late store", attributes: .concurrent)

    init(_ store: any SessionStore) {
        self.store = store
    }

    var stopReason: String? { store.stopReason }

    func nextID(at now: Timestamp) -> (id: SessionID, number: Int64) {
        store.nextID(at: now)
    }

    func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        store.enqueue(consume write, receipt)
    }

    func flush() {
        store.flush()
    }

    func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>? {
        queue.asyncAfter(deadline: .now() + .microseconds(.random(in: 0...2_000))) { [store] in
            guard let found = store.find(query, later: later) else { return }
            later(found)
        }
        return nil
    }
}
