import Checkout
import Wire

/// What is left of a caller's quota after one request.
struct Allowance: Sendable, Equatable {
    let quota: Quota
    /// Whether the request was one too many.
    let isExceeded: Bool
    /// Requests that may follow at once.
    let remaining: Int
    /// Seconds until one more request is allowed, rounded up.
    let secondsToMore: Int

    /// The failure of the request; nil if it may go on.
    var failure: Failure? {
        isExceeded ? .rateLimited(quota, retryAfterSeconds: secondsToMore) : nil
    }

    /// The fields of draft-ietf-httpapi-ratelimit-headers: the policy with its quota `q` and window `w` in seconds,
    /// then the rest (`r`) and the seconds until there is more (`t`). Both names are quoted strings of RFC 9651.
    var fields: [HeaderField] {
        [
            HeaderField(
                name: "RateLimit-Policy", value: "\"\(quota.name)\";q=\(quota.requests);w=\(quota.windowSeconds)"),
            HeaderField(name: "RateLimit", value: "\"\(quota.name)\";r=\(remaining);t=\(secondsToMore)"),
        ]
    }
}
