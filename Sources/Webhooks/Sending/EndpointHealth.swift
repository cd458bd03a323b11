package import Wire

/// Whether an endpoint takes events at all. It decides when the gateway gives up on it.
package struct EndpointHealth: Sendable, Equatable {
    /// When the first attempt after the last success failed; nil if no attempt has failed since.
    package private(set) var failingSince: Timestamp?
    /// How many attempts have failed since the last success.
    package private(set) var failures: Int64

    /// Five days, in seconds: longer than the time from an event's first attempt to its last.
    package static let failingSecondsMax: Int64 = 5 * 86_400
    /// A shop with few events is not disabled because of only a few attempts.
    package static let failuresMin: Int64 = 20

    /// The health of a new endpoint, or one that was stored.
    package init(failingSince: Timestamp? = nil, failures: Int64 = 0) {
        self.failingSince = failingSince
        self.failures = failures
    }

    /// The health after an attempt.
    package func after(_ outcome: AttemptOutcome, at now: Timestamp) -> EndpointHealth {
        if outcome.isSuccess { return EndpointHealth() }
        guard outcome.counts else { return self }
        return EndpointHealth(failingSince: failingSince ?? now, failures: failures + 1)
    }

    /// Whether nothing more is to be sent: no success for ``failingSecondsMax``, and at least ``failuresMin`` attempts.
    package func isHopeless(at now: Timestamp) -> Bool {
        guard let failingSince, failures >= Self.failuresMin else { return false }
        return failingSince.advanced(seconds: Self.failingSecondsMax) <= now
    }
}
