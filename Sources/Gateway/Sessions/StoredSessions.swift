import Checkout
import Storage
import Wire

/// The store as requests read it: a read that fails is noted, and what was told of a session's end holds.
final class StoredSessions: Sendable {
    private let store: SQLiteStore
    private let log: StoreLog
    private let expiries = Expiries()

    init(_ store: SQLiteStore, _ log: StoreLog) {
        self.store = store
        self.log = log
    }

    /// Reads, and has the log say where that fails.
    func read<Value>(
        _ body: (SQLiteReader) throws(StoreFailure) -> Value
    ) throws(StoreFailure) -> Value {
        do throws(StoreFailure) {
            return try body(store.reader)
        } catch {
            log.note(reading: error)
            throw error
        }
    }

    /// What one request asks, as of this moment.
    func inquiry(at now: Timestamp) -> Inquiry {
        Inquiry(self, at: now, told: expiries.all)
    }

    /// The store itself says of these sessions how they ended.
    func isRecorded(_ keys: [Int64]) {
        expiries.forget(keys)
    }

    /// Gives an answer that tells of the end of these sessions when their ends are written. Nil: it comes then.
    ///
    /// - Parameter refusal: what is answered where the answer turns out not to hold.
    func tell(
        _ ended: [SessionID], _ response: Response, _ turn: Turn, or refusal: @escaping @Sendable () -> Response
    ) -> Response? {
        let keys = ended.map(\.key)
        let receipt = Receipt(
            turn: turn, answer: .settled { [self] outcome in holds(keys, outcome) ? response : refusal() })
        // Where writes are taken, one of them may be about to end a session otherwise, and only their order tells. A
        // queue that has no room for the question is an overload like any other.
        guard !store.isWritable else { return store.submit(.expire(ended), receipt) ? nil : refusal() }
        return expiries.remember(keys) ? response : refusal()
    }

    /// Whether sessions may be told as expired, now that it is known what became of the write that says so.
    private func holds(_ keys: [Int64], _ outcome: Result<Written, StoreFailure>) -> Bool {
        switch outcome {
        case .success(let written):
            expiries.forget(keys)
            // Otherwise one of them was paid or cancelled just before, by a write that was still under way.
            if case .done = written { return true }
            return false
        case .failure:
            // A store that cannot write still answers what it reads, and an expired session is no exception: to refuse
            // it would keep nobody from anything. So it is told, and remembered as long as this process lives; only a
            // clock that is set back beyond the expiry after a restart, before any write succeeded, could undo it.
            return expiries.remember(keys)
        }
    }
}
