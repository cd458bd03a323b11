import Checkout
import Storage
import Wire

/// What a write leaves behind while it waits for its commit: whose it is, and what to answer then.
final class Receipt: WriteReceipt {
    enum Answer: Sendable {
        /// Known before the commit, with all that it needs, and held back until it is on the disk.
        case ready(Response)
        /// Known before the commit, unless the call was made before under the same key.
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

    /// The answer as it is to be sent, now that it is known what became of the write.
    func response(to outcome: Result<Written, StoreFailure>, releasing idempotency: Idempotency) -> Response {
        switch answer {
        case .ready(let response):
            if case .failure(let failure) = outcome { return refusal(failure) }
            return response
        case .once(let response, let keyed):
            idempotency.release(keyed)
            switch outcome {
            case .success(.replayed(let answer)): return turn.dressed(Response(replaying: answer))
            case .success(.keyConflict): return turn.dressed(turn.response(to: .idempotencyConflict))
            case .success: return turn.dressed(response)
            case .failure(let failure): return refusal(failure)
            }
        case .written(let answer):
            switch outcome {
            case .success(let written): return turn.dressed(answer(written))
            case .failure(let failure): return refusal(failure)
            }
        case .settled(let answer):
            return turn.dressed(answer(outcome))
        }
    }

    private func refusal(_ failure: StoreFailure) -> Response {
        turn.dressed(turn.response(to: Failure(store: failure)))
    }
}
