import Checkout
import Synchronization

/// The idempotency keys whose first call waits for its commit.
final class KeysInFlight: Sendable {
    private let digests = Mutex<Set<Digest>>([])

    /// Whether the first call under the key of this digest is not answered yet.
    func holds(_ digest: Digest) -> Bool {
        digests.withLock { $0.contains(digest) }
    }

    /// False where another call holds the key.
    func reserve(_ digest: Digest) -> Bool {
        digests.withLock { $0.insert(digest).inserted }
    }

    /// The call is answered.
    func release(_ digest: Digest) {
        digests.withLock { _ = $0.remove(digest) }
    }
}
