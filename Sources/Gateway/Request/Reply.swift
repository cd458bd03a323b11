import Checkout
import Wire

/// How to answer a request: at once, or after the store has answered or committed. Providers' calls, pages and the
/// gateway's own API all return one, and only ``Application`` asks the store. A reply is followed once, so it cannot be
/// copied: each copy would retain the whole response.
enum Reply: ~Copyable, Sendable {
    /// Send this response.
    case now(Response)
    /// Ask the store, and continue with its answer. The closure runs once, on the event loop or on a thread of the
    /// store.
    case afterReading(Query, @Sendable (Result<Found, StoreFailure>) -> Reply)
    /// Send the response after the write was committed or has failed.
    case afterCommitting(Write, CommitAnswer)
    /// Wait for something other than the store, such as an event. The closure runs once, on the event loop, and hands
    /// the function `answer` to the waiting part of the gateway. That part calls `answer` once, at any time and on any
    /// thread. It also bounds the number of waiting requests, and answers each of them before
    /// ``ServerLimits/answerTimeoutMilliseconds`` and before the gateway stops.
    case later(@Sendable (_ answer: @escaping @Sendable (Response) -> Void) -> Void)
}

/// A response that waits for a commit.
enum CommitAnswer: ~Copyable, Sendable {
    /// Known before the commit, and sent after it.
    case ready(Response)
    /// As ``ready(_:)``, unless an earlier call was made under the same idempotency key.
    case once(Response, Idempotency.KeyedCall)
    /// Depends on the result of the write. If the store cannot write, the request fails as any other.
    case written(@Sendable (Written) -> Response)
    /// Depends on the result of the write, or on the failure if the store cannot write. The failure is
    /// ``StoreFailure/full`` if the queue of writes is full.
    case outcome(@Sendable (Result<Written, StoreFailure>) -> Response)
}

extension Reply {
    /// Reads a session, and continues with it; nil if it does not exist.
    static func afterReading(
        session query: Query, _ next: @escaping @Sendable (Result<CheckoutSession?, StoreFailure>) -> Reply
    ) -> Reply {
        .afterReading(query) { next($0.map(\.session)) }
    }

    /// The same reply, with a change to every response that it may lead to.
    consuming func changing(_ change: @escaping @Sendable (Response) -> Response) -> Reply {
        switch consume self {
        case .now(let response):
            return .now(change(response))
        case .afterReading(let query, let next):
            return .afterReading(query) { next($0).changing(change) }
        case .afterCommitting(let write, .ready(let response)):
            return .afterCommitting(write, .ready(change(response)))
        case .afterCommitting(let write, .once(let response, let keyed)):
            return .afterCommitting(write, .once(change(response), keyed))
        case .afterCommitting(let write, .written(let answer)):
            return .afterCommitting(write, .written { change(answer($0)) })
        case .afterCommitting(let write, .outcome(let answer)):
            return .afterCommitting(write, .outcome { change(answer($0)) })
        case .later(let start):
            return .later { answer in start { answer(change($0)) } }
        }
    }
}
