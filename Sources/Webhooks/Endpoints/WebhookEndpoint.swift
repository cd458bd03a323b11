package import Checkout
package import Wire

/// Where an account's events are sent, and in which form.
package struct WebhookEndpoint: Sendable, Equatable {
    package let id: WebhookEndpointID
    package let account: AccountID
    /// What its owner chose.
    package var choice: WebhookEndpointDraft
    /// Nil while events are sent.
    package var disabled: Disabled?
    package let createdAt: Timestamp

    /// Most endpoints an account may have. Each costs a delivery for every event.
    package static let countMax = 20

    package init(
        id: WebhookEndpointID, account: AccountID, _ choice: WebhookEndpointDraft, disabled: Disabled? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.account = account
        self.choice = choice
        self.disabled = disabled
        self.createdAt = createdAt
    }

    /// Whether an event of a type is sent to it. Events of a disabled endpoint are kept as skipped, so that they can be
    /// sent later.
    package func wants(_ type: WebhookEventType) -> Bool {
        choice.subscription.includes(type)
    }

    /// That nothing is sent to an endpoint, since when and why.
    package struct Disabled: Sendable, Equatable {
        package let reason: DisabledReason
        package let at: Timestamp

        package init(_ reason: DisabledReason, at: Timestamp) {
            self.reason = reason
            self.at = at
        }
    }
}

/// The number of an endpoint in its store.
package struct WebhookEndpointID: Sendable, Hashable {
    /// From 1.
    package let value: Int64

    private static let prefix: StaticString = "we_"

    package init(_ value: Int64) {
        self.value = value
    }

    /// The number of a text; nil for any text that is not the ``text`` of an id.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8.dropFirst(Self.prefix.utf8CodeUnitCount))
        guard text.hasPrefix("\(Self.prefix)"), digits.count == Base62.wordDigits,
            let number = try? Base62.decode(digits.span), let value = Int64(exactly: number)
        else { return nil }
        self.value = value
    }

    /// `we_` and 11 digits in base 62.
    package var text: String { Base62.text(Self.prefix, UInt64(bitPattern: value)) }
}

/// Why nothing is sent to an endpoint.
package enum DisabledReason: Int64, Sendable, CaseIterable {
    /// Its owner or an administrator asked for it.
    case asked = 0
    /// It answered 410, which means that it wants no more events.
    case gone = 1
    /// It took no event for a long time, see ``EndpointHealth``.
    case failing = 2

    /// The reason's word in answers and in the log.
    package var word: StaticString {
        switch self {
        case .asked: "asked"
        case .gone: "gone"
        case .failing: "failing"
        }
    }
}
