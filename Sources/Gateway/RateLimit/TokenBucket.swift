import Checkout

/// The arithmetic of a token bucket: so many requests at once, and one more each interval. It stores nothing itself.
///
/// A bucket is stored as the moment when it is full again (the generic cell rate algorithm, ITU-T I.371). So it takes
/// eight bytes and needs no refilling, and a full bucket may be forgotten. Moments are ticks: microseconds of the
/// monotonic clock.
struct TokenBucket: Sendable {
    /// The quota as callers are told it.
    let quota: Quota
    /// The time in which a bucket gains one request.
    let intervalMicroseconds: Int64
    /// The time in which an empty bucket becomes full.
    private let capacityMicroseconds: Int64

    /// A moment that has always passed: the bucket of a caller that has sent nothing.
    static let full = Int64.min

    /// - Parameters:
    ///   - burst: requests at once.
    ///   - requests: requests in so many seconds, evenly spread. The interval between two is rounded down to whole
    ///     microseconds, which allows less than 1 % too many at up to 10,000 a second.
    init(_ name: String, burst: Int, requests: Int, perSeconds seconds: Int) {
        precondition(burst > 0 && requests > 0 && seconds > 0, "A bucket lets somebody send something in some time.")
        intervalMicroseconds = max(1, Int64(seconds) * 1_000_000 / Int64(requests))
        capacityMicroseconds = Int64(burst) * intervalMicroseconds
        quota = Quota(
            name: name, requests: burst, windowSeconds: Int(Self.seconds(capacityMicroseconds)))
    }

    /// Takes a request out of a bucket, if there is one.
    func take(_ fullAt: inout Int64, at now: Int64) -> Allowance {
        let missing = missing(fullAt, at: now)
        guard missing + intervalMicroseconds <= capacityMicroseconds else { return allowance(missing, isTaken: false) }
        fullAt = now + missing + intervalMicroseconds
        return allowance(missing + intervalMicroseconds, isTaken: true)
    }

    /// The allowance of a bucket without taking a request: `isExceeded` if it has none.
    func look(_ fullAt: Int64, at now: Int64) -> Allowance {
        let missing = missing(fullAt, at: now)
        return allowance(missing, isTaken: missing + intervalMicroseconds <= capacityMicroseconds)
    }

    /// The time until a bucket is full.
    ///
    /// Threads read the clock before they take the lock, so a moment may lie a little further ahead than an empty
    /// bucket's. A moment much further ahead means that the clock was set back; it must not lock a caller out for that
    /// time.
    private func missing(_ fullAt: Int64, at now: Int64) -> Int64 {
        guard fullAt > now else { return 0 }
        let (missing, overflow) = fullAt.subtractingReportingOverflow(now)
        guard !overflow, missing <= 2 * capacityMicroseconds else { return 0 }
        return min(missing, capacityMicroseconds)
    }

    private func allowance(_ missing: Int64, isTaken: Bool) -> Allowance {
        let remaining = (capacityMicroseconds - missing) / intervalMicroseconds
        let wait = missing - (capacityMicroseconds - (remaining + 1) * intervalMicroseconds)
        return Allowance(
            quota: quota, isExceeded: !isTaken, remaining: Int(remaining),
            secondsToMore: Int(Self.seconds(max(0, wait))))
    }

    /// Whole seconds, rounded up, and at least 1, because a client that is told 0 comes back at once.
    private static func seconds(_ microseconds: Int64) -> Int64 {
        max(1, microseconds / 1_000_000 + (microseconds % 1_000_000 > 0 ? 1 : 0))
    }
}
