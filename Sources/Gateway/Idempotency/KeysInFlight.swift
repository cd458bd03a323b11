import Checkout
import Synchronization

/// The idempotency keys whose first call waits for its commit.
final class KeysInFlight: Sendable {
    private let digests = Mutex<Set<Digest>>([])

    /// Whether the first call under the key with this digest waits for its answer.
    func holds(_ digest: Digest) -> Bool {
        digests.withLock { $0.contains(digest) }
    }

    /// Reserves a key; false if another call has reserved it.
    func reserve(_ digest: Digest) -> Bool {
        digests.withLock { $0.insert(digest).inserted }
    }

    /// Releases a key, because its call is answered.
    func release(_ digest: Digest) {
        digests.withLock { _ = $0.remove(digest) }
    }
}
