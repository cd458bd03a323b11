package import Wire

/// A change of endpoints or deliveries.
///
/// An account, where a case has one, limits the write to what belongs to this account; nil is for administrators.
package enum WebhookWrite: Sendable {
    /// Makes an endpoint. Written: ``WebhookWritten/endpoint(_:)``.
    case addEndpoint(NewWebhookEndpoint)
    /// Replaces what the owner may change, and enables or disables the endpoint in the same write. If the URL changes,
    /// the failures of the old one are forgotten. `from` is the settings that the caller has read and changed: if the
    /// endpoint has other settings meanwhile, nothing is written. Written: ``WebhookWritten/endpoint(_:)``, or
    /// ``WebhookWritten/stale``.
    case changeEndpoint(
        Int64, account: AccountID?, WebhookSettings, from: WebhookSettings? = nil, switching: WebhookSwitch? = nil)
    /// Disables an endpoint; one that is disabled keeps its reason. Its pending deliveries become skipped. Written:
    /// ``WebhookWritten/endpoint(_:)``.
    case disableEndpoint(Int64, account: AccountID?, WebhookDisabling, at: Timestamp)
    /// Enables an endpoint, and forgets its failures. Its skipped deliveries stay skipped. Written:
    /// ``WebhookWritten/endpoint(_:)``.
    case enableEndpoint(Int64, account: AccountID?)
    /// Removes an endpoint. Its pending deliveries become skipped. From then on only ``resend(_:account:at:)`` and
    /// ``replaceSecrets(_:_:)`` work for it: the store keeps its URL and its secrets for resends until the sweep
    /// removes its last delivery.
    case removeEndpoint(Int64, account: AccountID?)
    /// Gives an endpoint a new secret, and removes those that sign no more. Its other live secrets retire at the given
    /// moment, or earlier if they retire earlier already. Written: ``WebhookWritten/endpoint(_:)``, or
    /// ``WebhookWritten/tooMany`` if more than ``SealedSecret/liveMax`` secrets would be live.
    case rotateSecret(Int64, account: AccountID?, SealedSecret, othersUntil: Timestamp)
    /// Replaces all secrets of an endpoint, by one to ``SealedSecret/liveMax`` secrets, oldest first: the same ones
    /// sealed under another key, or those that the configuration says. Written: ``WebhookWritten/endpoint(_:)``, or
    /// ``WebhookWritten/tooMany``.
    case replaceSecrets(Int64, [SealedSecret])
    /// Writes a delivery that no event causes, due at once. Written: ``WebhookWritten/delivery(_:)``.
    case deliver(NewDelivery, at: Timestamp)
    /// Records the end of an attempt.
    case record(AttemptResult)
    /// Makes a delivery pending and due at once, whatever its state is. Its attempts, its id and its body stay.
    /// Written: ``WebhookWritten/noEndpoint`` if the endpoint is no longer kept.
    case resend(Int64, account: AccountID?, at: Timestamp)
    /// Makes failed and skipped deliveries of an endpoint pending that were made at `since` or later. One write
    /// examines ``recoveredMax`` deliveries with greater numbers than `after`. Written:
    /// ``WebhookWritten/recovered(_:next:)``.
    case recover(Int64, account: AccountID?, since: Timestamp, after: Int64, at: Timestamp)

    /// The most deliveries that one `recover` examines, so that other writes do not wait long.
    package static let recoveredMax = 1_000
}

/// Whether an endpoint gets events from now on.
package enum WebhookSwitch: Sendable, Equatable {
    /// As ``WebhookWrite/enableEndpoint(_:account:)``.
    case enable
    /// As ``WebhookWrite/disableEndpoint(_:account:_:at:)``.
    case disable(WebhookDisabling, at: Timestamp)
}

/// The end of an attempt, with what it means for its delivery. All of it is one write.
///
/// The store takes it only if it has recorded exactly the attempts before this one. A delivery that was skipped during
/// the attempt becomes delivered if the attempt succeeded, and stays skipped otherwise. One that was resent during an
/// attempt that failed is due when the resend said, and not later.
package struct AttemptResult: Sendable {
    package var delivery: Int64
    package var attempt: AttemptRecord
    package var next: Next
    /// Why this attempt disables the endpoint; nil: it does not. Does nothing if the endpoint is disabled.
    package var disables: WebhookDisabling?

    /// What an attempt means for its delivery.
    package enum Next: Sendable, Equatable {
        /// It succeeded.
        case delivered
        /// It failed, and another attempt is due at this moment.
        case retry(at: Timestamp)
        /// It failed, and was the last one.
        case failed
    }

    package init(delivery: Int64, _ attempt: AttemptRecord, next: Next, disables: WebhookDisabling? = nil) {
        self.delivery = delivery
        self.attempt = attempt
        self.next = next
        self.disables = disables
    }
}

/// The result of a `WebhookWrite` that was committed.
package enum WebhookWritten: Sendable, Equatable {
    case done
    /// The endpoint after the write.
    indirect case endpoint(WebhookEndpointRecord)
    /// The number of the new delivery.
    case delivery(Int64)
    /// How many deliveries are pending again, and the `after` for the rest; nil if none follow.
    case recovered(Int, next: Int64?)
    /// The account has no such endpoint or delivery. Nothing was written.
    case unknown
    /// The endpoint of the delivery is no longer kept. Nothing was written.
    case noEndpoint
    /// The account has the most endpoints, or the endpoint the most live secrets. Nothing was written.
    case tooMany
    /// The result is of an attempt that is not the delivery's next one, or the endpoint was changed meanwhile. Nothing
    /// was written.
    case stale
}
