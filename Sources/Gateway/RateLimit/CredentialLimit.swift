import Checkout
import Synchronization

/// One token bucket for each credential.
///
/// Credentials are numbered and known at the start, so their buckets are an array that no client can make grow.
final class CredentialLimit: Sendable {
    private let bucket: TokenBucket
    private let moments: Mutex<[Int64]>

    init(_ bucket: TokenBucket, credentials: Int) {
        self.bucket = bucket
        moments = Mutex(Array(repeating: TokenBucket.full, count: credentials))
    }

    /// Counts a request of a caller.
    func take(_ caller: Caller, at now: Int64) -> Allowance {
        moments.withLock { moments in
            precondition(
                moments.indices.contains(caller.credential), "A caller's number is that of a known credential.")
            return bucket.take(&moments[caller.credential], at: now)
        }
    }
}
