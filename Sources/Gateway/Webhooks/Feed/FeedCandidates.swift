import Checkout
import Webhooks

/// Events that were written, but may not be committed yet, in the order of the writes.
struct FeedCandidates: Sendable {
    /// One event with its session as it was after the event.
    struct Candidate: Sendable {
        let event: OutboxEvent
        let session: CheckoutSession
        let bodies: WebhookBodies
        /// The ticks of the clock when it was written.
        let at: Int64
    }

    /// The most events that wait for their commit.
    static let countMax = 1_000
    /// The most bytes of their requests.
    static let bytesMax = 16 * 1_024 * 1_024
    /// An event that is not committed after so many microseconds never will be.
    static let patience: Int64 = 60_000_000

    private(set) var all: [Candidate] = []
    private var bytes = 0

    var isEmpty: Bool { all.isEmpty }

    /// Adds the newest one; false if there is no room for it.
    mutating func append(_ candidate: Candidate) -> Bool {
        guard all.count < Self.countMax, bytes < Self.bytesMax else { return false }
        all.append(candidate)
        bytes += candidate.session.fields.byteCount
        return true
    }

    /// Removes the oldest candidates, and the candidates after them that were written too long ago.
    mutating func remove(first count: Int, at now: Int64) {
        let old = all[count...].prefix { now - $0.at > Self.patience }.count
        for candidate in all.prefix(count + old) { bytes -= candidate.session.fields.byteCount }
        all.removeFirst(count + old)
    }

    /// Those among candidates that are committed, and how many of the oldest are decided.
    ///
    /// The store makes one transaction after another. So if an event is committed, the transactions of all events
    /// before it have ended, and an earlier event that cannot be read was rolled back. An event after the last
    /// committed one may still be committed later.
    ///
    /// - Parameter isCommitted: asks the store.
    static func decide<Failure: Error>(
        _ candidates: [Candidate], _ isCommitted: (Candidate) throws(Failure) -> Bool
    ) throws(Failure) -> (committed: [Candidate], decided: Int) {
        var newest = candidates.count - 1
        while newest >= 0 {
            if try isCommitted(candidates[newest]) { break }
            newest -= 1
        }
        guard newest >= 0 else { return ([], 0) }
        var committed: [Candidate] = []
        for candidate in candidates[..<newest] where try isCommitted(candidate) { committed.append(candidate) }
        return (committed + [candidates[newest]], newest + 1)
    }
}
