import Checkout
package import Wire

/// The secrets of one endpoint with which its events are signed at present, the newest first.
///
/// After a rotation the old secret signs beside the new one for a day, so that the shop can change its own copy at any
/// moment of that day without losing an event.
package struct LiveSecrets: Sendable, Equatable {
    /// A secret that a newer one has replaced.
    package struct Replaced: Sendable, Equatable {
        package let secret: WebhookSecret
        /// The moment from which it no longer signs.
        package let endsAt: Timestamp

        package init(_ secret: WebhookSecret, endsAt: Timestamp) {
            self.secret = secret
            self.endsAt = endsAt
        }
    }

    /// The secret that the last rotation made, or the endpoint's first.
    package let newest: WebhookSecret
    /// The replaced secrets, the newest first. Some may have ended.
    package let replaced: [Replaced]

    /// How long a replaced secret still signs, in seconds.
    package static let overlapSeconds: Int64 = 86_400

    /// The first secret of an endpoint, or all that were stored.
    package init(_ newest: WebhookSecret, replaced: [Replaced] = []) {
        self.newest = newest
        self.replaced = replaced
    }

    /// The secrets that sign at a moment, the newest first: at least one, at most `SealedSecret.liveMax`.
    package func signing(at now: Timestamp) -> [WebhookSecret] {
        [newest] + replaced.filter { now < $0.endsAt }.prefix(SealedSecret.liveMax - 1).map(\.secret)
    }

    /// A rotation is refused while the most secrets sign. Ending the oldest one earlier would break the promise of a
    /// day, and a shop that still has it would refuse every event.
    package struct TooMany: Error, Sendable, Equatable {
        /// The moment from which the endpoint can have another secret.
        package let until: Timestamp

        package init(until: Timestamp) {
            self.until = until
        }

        /// Why, as a sentence for the caller.
        package var sentence: String {
            "The endpoint has \(SealedSecret.liveMax) secrets that sign, which is the most. The oldest ends at "
                + "\(until.rfc3339(.shortest))."
        }
    }
}
