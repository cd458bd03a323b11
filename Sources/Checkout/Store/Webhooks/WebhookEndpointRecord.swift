package import Wire

/// A URL of an account that events are sent to, as the store keeps it.
package struct WebhookEndpointRecord: Sendable, Equatable {
    /// The number of the endpoint in this store, from 1. No other endpoint ever gets it.
    package let id: Int64
    package let account: AccountID
    package let origin: WebhookOrigin
    package let createdAt: Timestamp
    package var settings: WebhookSettings
    /// Nil while the endpoint is enabled.
    package var disabled: Disabled?
    package var health: Health
    /// The secrets that the store still keeps, oldest first. Some may have retired: `SealedSecret.isLive(at:)`.
    package var secrets: [SealedSecret]
    /// Whether it was removed, and is kept only for resends of its deliveries.
    package var isRemoved: Bool

    /// Whether it gets new events, and failed deliveries are sent to it again.
    package var isEnabled: Bool { disabled == nil && !isRemoved }

    /// The most endpoints of one account.
    package static let countMax = 20

    package init(
        id: Int64, account: AccountID, origin: WebhookOrigin, createdAt: Timestamp, settings: WebhookSettings,
        disabled: Disabled? = nil, health: Health = Health(), secrets: [SealedSecret],
        isRemoved: Bool = false
    ) {
        self.id = id
        self.account = account
        self.origin = origin
        self.createdAt = createdAt
        self.settings = settings
        self.disabled = disabled
        self.health = health
        self.secrets = secrets
        self.isRemoved = isRemoved
    }

    /// Why an endpoint gets no events, and since when.
    package struct Disabled: Sendable, Equatable {
        package let reason: WebhookDisabling
        package let since: Timestamp

        package init(_ reason: WebhookDisabling, since: Timestamp) {
            self.reason = reason
            self.since = since
        }
    }

    /// What the attempts of an endpoint's deliveries have shown.
    package struct Health: Sendable, Equatable {
        /// When an attempt succeeded last; nil if none has.
        package var lastSuccessAt: Timestamp?
        /// The number of failed attempts since then.
        package var failures: Int64
        /// When the first of them failed; nil if no attempt has failed.
        package var failingSince: Timestamp?

        package init(lastSuccessAt: Timestamp? = nil, failures: Int64 = 0, failingSince: Timestamp? = nil) {
            self.lastSuccessAt = lastSuccessAt
            self.failures = failures
            self.failingSince = failingSince
        }
    }
}

/// What the owner of an endpoint decides and may change.
package struct WebhookSettings: Sendable, Equatable {
    package var url: String
    /// The number of the format of its bodies. The store gives it no meaning.
    package var format: Int64
    /// The types of events that it gets, none with a line feed. The store gives them no meaning.
    package var types: [String]
    /// The owner's words about it.
    package var description: String?

    package init(url: String, format: Int64, types: [String], description: String? = nil) {
        self.url = url
        self.format = format
        self.types = types
        self.description = description
    }
}

/// An endpoint to be made, with its first secret.
package struct NewWebhookEndpoint: Sendable, Equatable {
    package var account: AccountID
    package var origin: WebhookOrigin
    package var settings: WebhookSettings
    package var secret: SealedSecret
    package var createdAt: Timestamp

    package init(
        account: AccountID, origin: WebhookOrigin, settings: WebhookSettings, secret: SealedSecret,
        createdAt: Timestamp
    ) {
        self.account = account
        self.origin = origin
        self.settings = settings
        self.secret = secret
        self.createdAt = createdAt
    }
}

/// The signing secret of an endpoint in encrypted form. The store cannot read it.
package struct SealedSecret: Sendable, Equatable {
    /// The encrypted bytes.
    package var sealed: [UInt8]
    /// The name of the key that encrypted them.
    package var keyID: String
    package var createdAt: Timestamp
    /// From this moment on the secret signs no more; nil for the newest one.
    package var retiredAt: Timestamp?

    /// The most secrets of an endpoint that sign at one moment.
    package static let liveMax = 3

    package init(_ sealed: [UInt8], keyID: String, createdAt: Timestamp, retiredAt: Timestamp? = nil) {
        self.sealed = sealed
        self.keyID = keyID
        self.createdAt = createdAt
        self.retiredAt = retiredAt
    }

    /// Whether it signs at this moment.
    package func isLive(at now: Timestamp) -> Bool {
        retiredAt.map { now < $0 } ?? true
    }
}

/// Who made an endpoint.
package enum WebhookOrigin: Int64, Sendable, CaseIterable {
    case api = 0
    case configuration = 1
}

/// Why an endpoint was disabled.
package enum WebhookDisabling: Int64, Sendable, CaseIterable {
    /// Somebody asked for it.
    case requested = 0
    /// The endpoint answered 410 Gone.
    case gone = 1
    /// No attempt succeeded for days.
    case failing = 2
}
