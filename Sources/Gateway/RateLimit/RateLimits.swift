/// The rate limits in force. What is off is nil, and costs that look.
struct RateLimits: Sendable {
    /// Requests of each credential.
    var credential: CredentialLimit?
    /// Failures of authentication from each address.
    var authentication: AuthenticationLimit?

    /// No limits.
    init() {}

    /// The limits that are set.
    ///
    /// - Parameter credentials: how many there are.
    init(_ settings: Settings, credentials: Int) {
        let perSecond = settings.rateLimitPerSecond
        if perSecond > 0 {
            let burst = settings.rateLimitBurst > 0 ? settings.rateLimitBurst : 2 * perSecond
            credential = CredentialLimit(
                TokenBucket("credential", burst: burst, requests: perSecond, perSeconds: 1), credentials: credentials)
        }
        let failuresPerMinute = settings.authFailuresPerMinute
        if failuresPerMinute > 0 {
            authentication = AuthenticationLimit(
                TokenBucket(
                    "authentication", burst: settings.authFailuresBurst, requests: failuresPerMinute, perSeconds: 60))
        }
    }
}
