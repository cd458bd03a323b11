/// Messages about an `Idempotency-Key`, for providers that have no wording of their own.
enum IdempotencyWords {
    static let invalidKey = "Idempotency-Key must be 1 to 255 visible ASCII characters"
    static let conflict = "The Idempotency-Key was used before with another request body"
    static let inFlight = "The first request with this Idempotency-Key is still being answered"
}
