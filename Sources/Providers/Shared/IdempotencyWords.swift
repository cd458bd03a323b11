/// What is wrong about an `Idempotency-Key`, for providers that have no words of their own for it.
enum IdempotencyWords {
    static let invalidKey = "Idempotency-Key must be 1 to 255 visible ASCII characters"
    static let conflict = "The Idempotency-Key was used before with another request body"
    static let inFlight = "The first request with this Idempotency-Key is still being answered"
}
