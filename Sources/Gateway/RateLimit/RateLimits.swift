/// The rate limits that are set. A limit that is off is nil, so it costs only a comparison.
struct RateLimits: Sendable {
    /// The limit on requests of each credential.
    var credential: CredentialLimit?
    /// The limit on wrong credentials from each address.
    var authentication: AuthenticationLimit?

    /// No limits.
    init() {}

    /// As the settings say.
    ///
    /// - Parameter credentials: how many there are.
    init(_ settings: Settings, credentials: Int) {
        let perSecond = settings[.rateLimitPerSecond]
        if perSecond > 0 {
            let burst = settings[.rateLimitBurst] > 0 ? settings[.rateLimitBurst] : 2 * perSecond
            credential = CredentialLimit(
                TokenBucket("credential", burst: burst, requests: perSecond, perSeconds: 1), credentials: credentials)
        }
        let failuresPerMinute = settings[.authFailuresPerMinute]
        if failuresPerMinute > 0 {
            authentication = AuthenticationLimit(
                TokenBucket(
                    "authentication", burst: settings[.authFailuresBurst], requests: failuresPerMinute, perSeconds: 60))
        }
    }
}
