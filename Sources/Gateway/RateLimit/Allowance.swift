import Checkout
import Wire

/// What a quota leaves to a caller after one request.
struct Allowance: Sendable, Equatable {
    let quota: Quota
    /// The request was one too many.
    let isExceeded: Bool
    /// Requests that may follow at once.
    let remaining: Int
    /// Until one more may, rounded up.
    let secondsToMore: Int

    /// What the request fails by; nil where it may go on.
    var failure: Failure? {
        isExceeded ? .rateLimited(quota, retryAfterSeconds: secondsToMore) : nil
    }

    /// The fields of draft-ietf-httpapi-ratelimit-headers: the policy with its quota `q` and window `w` in seconds, then
    /// what remains (`r`) and the seconds until there is more (`t`). Both names are quoted strings of RFC 9651.
    var fields: [HeaderField] {
        [
            HeaderField(
                name: "RateLimit-Policy", value: "\"\(quota.name)\";q=\(quota.requests);w=\(quota.windowSeconds)"),
            HeaderField(name: "RateLimit", value: "\"\(quota.name)\";r=\(remaining);t=\(secondsToMore)"),
        ]
    }
}
