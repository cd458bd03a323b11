import Checkout
import Storage
import Wire

/// What a write leaves behind while it waits for its commit: whose it is, and what to answer then.
final class Receipt: WriteReceipt {
    enum Answer: Sendable {
        /// Known before the commit, and held back until it is on the disk.
        case ready(Response)
        /// As ``ready(_:)``, unless the call was made before under the same key.
        case once(Response, Idempotency.Keyed)
        /// Depends on what the store found.
        case written(@Sendable (Written) -> Response)
        /// Depends on what the store found, and is also worded where it could not write.
        case settled(@Sendable (Result<Written, StoreFailure>) -> Response)
    }

    let turn: Turn
    let answer: Answer

    init(turn: Turn, answer: Answer) {
        self.turn = turn
        self.answer = answer
    }

    /// The receipt of a write that is settled. The store gives back what it was given, and all its writes come with one of
    /// these.
    static func of(_ settled: Settled) -> Receipt {
        guard let receipt = settled.receipt as? Receipt else {
            preconditionFailure("The gateway's own receipts come back.")
        }
        return receipt
    }

    /// The answer, now that it is known what became of the write.
    func response(to outcome: Result<Written, StoreFailure>) -> Response {
        let written: Written
        do throws(StoreFailure) {
            written = try outcome.get()
        } catch {
            if case .settled(let answer) = answer { return answer(outcome) }
            return turn.response(to: Failure(store: error))
        }
        switch answer {
        case .ready(let response):
            return response
        case .once(let response, _):
            switch written {
            case .replayed(let answer): return Response(replaying: answer)
            case .keyConflict: return turn.response(to: .idempotencyConflict)
            default: return response
            }
        case .written(let answer):
            return answer(written)
        case .settled(let answer):
            return answer(outcome)
        }
    }
}
