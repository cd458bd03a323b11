import Checkout
import Wire

/// Goes along with a write and comes back after the commit: the context of the request, and its response.
final class Receipt: WriteReceipt {
    let context: RequestContext
    private let answer: CommitAnswer

    init(context: consuming RequestContext, answer: consuming CommitAnswer) {
        // Completed here, on the loop of the request, because all requests wait for the thread that commits.
        switch consume answer {
        case .ready(var response):
            context.complete(&response)
            self.answer = .ready(response)
        case let other: self.answer = other
        }
        self.context = context
    }

    /// The response to send, after the result of the write is known.
    func response(to outcome: Result<Written, StoreFailure>, releasing keys: KeysInFlight) -> Response {
        switch answer {
        case .ready(let response):
            if case .failure(let failure) = outcome { return refusal(failure) }
            return response
        case .once(let response, let keyed):
            keys.release(keyed.digest)
            switch outcome {
            case .success(.replayed(let answer)): return context.completed(Response(replaying: answer))
            case .success(.keyConflict): return context.completed(context.response(to: .idempotencyConflict))
            case .success: return context.completed(response)
            case .failure(let failure): return refusal(failure)
            }
        case .written(let answer):
            switch outcome {
            case .success(let written): return context.completed(answer(written))
            case .failure(let failure): return refusal(failure)
            }
        case .outcome(let answer):
            return context.completed(answer(outcome))
        }
    }

    private func refusal(_ failure: StoreFailure) -> Response {
        context.completed(context.response(to: Failure(store: failure)))
    }
}
