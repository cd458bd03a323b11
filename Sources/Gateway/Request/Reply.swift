import Checkout
import Wire

/// What is done about a request: it is answered now, or the store is asked first. Providers' calls, pages and the gateway's own
/// API all reply with one, and ``Application`` alone asks the store.
enum Reply: Sendable {
    /// The response.
    case now(Response)
    /// What follows depends on what the store answers. The closure runs once, on the event loop or on a thread of the store.
    case afterReading(Query, @Sendable (Result<Found, StoreFailure>) -> Reply)
    /// The response is sent when the write is committed, or when it is known that it will not be.
    case afterCommitting(Write, CommitAnswer)
}

/// The response that waits for a commit.
enum CommitAnswer: Sendable {
    /// Known before the commit, and sent when the write is on the disk.
    case ready(Response)
    /// As ``ready(_:)``, unless the call was made before under the same idempotency key.
    case once(Response, Idempotency.Keyed)
    /// Depends on what the store found. Where it cannot write, the failure is worded as any other.
    case written(@Sendable (Written) -> Response)
    /// Depends on what the store found, and is worded here too where it cannot write. It is also asked, with
    /// ``StoreFailure/full``, where as much waits as may.
    case outcome(@Sendable (Result<Written, StoreFailure>) -> Response)
}

extension Reply {
    /// Reads a session by the query, and goes on with it; nil where there is none.
    static func afterReading(
        session query: Query, _ next: @escaping @Sendable (Result<CheckoutSession?, StoreFailure>) -> Reply
    ) -> Reply {
        .afterReading(query) { next($0.map(\.session)) }
    }

    /// The same reply with each response changed that it may come to.
    func changing(_ change: @escaping @Sendable (Response) -> Response) -> Reply {
        switch self {
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
        }
    }
}
