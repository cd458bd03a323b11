import Checkout
import Webhooks

/// What the sender says in the log: each obstacle once a minute, not once for each attempt.
final class SenderNews {
    private let say: @Sendable (String) -> Void
    /// When the last line about an endpoint was written; the key nil is for lines about all endpoints.
    private var saidAt: [WebhookEndpointID?: Int64] = [:]
    /// When an endpoint was disabled last.
    private var disabledAt: [WebhookEndpointID: Int64] = [:]

    /// The time between two lines about one endpoint, in microseconds.
    private static let pauseMicroseconds: Int64 = 60_000_000
    /// The most endpoints that are remembered.
    private static let rememberedMax = 10_000

    /// - Parameter say: writes one sentence.
    init(_ say: @escaping @Sendable (String) -> Void) {
        self.say = say
    }

    /// Says why nothing is sent.
    ///
    /// - Parameters:
    ///   - sentence: without its full stop.
    ///   - endpoint: nil: it is about all endpoints.
    ///   - ticks: microseconds of a monotonic clock.
    func note(_ sentence: String, of endpoint: WebhookEndpointID?, ticks: Int64) {
        if let last = saidAt[endpoint], ticks - last < Self.pauseMicroseconds { return }
        if saidAt.count >= Self.rememberedMax { saidAt = [:] }
        saidAt[endpoint] = ticks
        say("webhooks: \(sentence).")
    }

    /// Says that an endpoint was disabled. Several attempts may show it at the same time, and only the first is said.
    ///
    /// - Parameters:
    ///   - startedTicks: when the attempt started that shows the reason, in microseconds of a monotonic clock.
    ///   - ticks: the present time of that clock.
    func noteDisabled(
        _ endpoint: WebhookEndpointID, _ reason: WebhookDisabling, startedTicks: Int64, ticks: Int64
    ) {
        if let last = disabledAt[endpoint], startedTicks <= last { return }
        if disabledAt.count >= Self.rememberedMax { disabledAt = [:] }
        disabledAt[endpoint] = ticks
        let why =
            switch reason {
            case .requested: "somebody asked for it"
            case .gone: "it answered 410 Gone"
            case .failing:
                "no attempt succeeded for \(EndpointHealth.failingSecondsMax / 86_400) days; `webhooks recover` sends "
                    + "what it missed"
            }
        say("webhooks: \(endpoint.text) is disabled, because \(why).")
    }
}
