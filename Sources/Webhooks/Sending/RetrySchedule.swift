import Checkout
package import Wire

/// When an event is sent again that a shop did not take.
package struct RetrySchedule: Sendable, Equatable {
    /// Seconds before each attempt, counted from the end of the one before it. The first is counted from the event.
    package let waits: [Int64]

    private init(waits: [Int64]) {
        self.waits = waits
    }

    /// The example of Standard Webhooks 1.0.0: ten attempts within 75 hours and 35 minutes.
    package static let production = RetrySchedule(
        waits: [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])
    /// Five attempts within three minutes, because a developer waits for them.
    package static let sandbox = RetrySchedule(waits: [0, 1, 5, 30, 120])

    /// The shortest wait after a sign that the shop is overloaded.
    package static let overloadSecondsMin: Int64 = 60
    /// The longest wait that a shop can ask for.
    package static let retryAfterSecondsMax: Int64 = 86_400
    /// The wait after an attempt that the gateway itself ended.
    package static let interruptedSeconds: Int64 = 1

    /// What follows an attempt.
    ///
    /// - Parameters:
    ///   - outcome: how the attempt ended.
    ///   - attempts: how many attempts of this delivery have counted, this one included, from 1.
    ///   - health: the endpoint's after this attempt.
    ///   - now: the moment at which the attempt ended, by the clock of the schedule.
    ///   - random: 64 random bits. They spread the retries of many events, see ``jittered(_:_:)``.
    package func next(
        after outcome: AttemptOutcome, attempts: Int, _ health: EndpointHealth, at now: Timestamp, random: UInt64
    ) -> NextStep {
        if outcome.isSuccess { return .delivered }
        guard outcome.counts else { return .retry(at: now.advanced(seconds: Self.interruptedSeconds)) }
        if case .answered(410, _) = outcome { return .disable(.gone) }
        if health.isHopeless(at: now) { return .disable(.failing) }
        // A delivery that is sent again on request, after its last attempt, has the whole schedule once more.
        let attempt = (attempts - 1) % waits.count + 1
        guard waits.indices.contains(attempt) else { return .failed }
        var wait = Self.jittered(waits[attempt], random)
        if outcome.isOverload { wait = max(wait, Timestamp.microseconds(ofSeconds: Self.overloadSecondsMin)) }
        if case .answered(_, let asked?) = outcome {
            wait = max(wait, Timestamp.microseconds(ofSeconds: min(asked, Self.retryAfterSecondsMax)))
        }
        return .retry(at: now.advanced(microseconds: wait))
    }

    /// A wait that is up to a fifth shorter or longer, in microseconds. Without this, all events that failed together
    /// would come back together.
    static func jittered(_ seconds: Int64, _ random: UInt64) -> Int64 {
        let whole = Timestamp.microseconds(ofSeconds: seconds)
        let spread = whole / 5
        return whole - spread + Int64(random % UInt64(2 * spread + 1))
    }
}
