package import Wire

/// One line of a session's timeline: what happened, when, and whose doing it was.
package struct SessionEvent: Sendable, Equatable {
    /// Counts the events of its session: 0 is its creation.
    package let sequence: Int64
    package let event: NewEvent

    package init(sequence: Int64, _ event: NewEvent) {
        self.sequence = sequence
        self.event = event
    }

    /// What happened.
    package enum Kind: Int64, Sendable, CaseIterable {
        /// The session's own row tells it: creating writes nothing else.
        case created = 0
        /// The page was shown.
        case opened = 1
        /// Its customer tried to pay.
        case paymentAttempted = 2
        /// A payment ended without success; the session goes on.
        case paymentFailed = 3
        case processing = 4
        case completed = 5
        case expired = 6
        case cancelled = 7
        /// A create call was repeated under its key, and answered with what the first one got.
        case replayed = 8

        /// The event of a session that gets this status; nil for the status that it is made with.
        package init?(of status: Status) {
            switch status {
            case .open: return nil
            case .processing: self = .processing
            case .completed: self = .completed
            case .expired: self = .expired
            case .cancelled: self = .cancelled
            }
        }

        /// Its word in answers and in the log.
        package var word: StaticString {
            switch self {
            case .created: "created"
            case .opened: "opened"
            case .paymentAttempted: "payment_attempted"
            case .paymentFailed: "payment_failed"
            case .processing: "processing"
            case .completed: "completed"
            case .expired: "expired"
            case .cancelled: "cancelled"
            case .replayed: "replayed"
            }
        }

        /// Whether a payment of a processing session waits for its confirmation after this event; nil for an event that
        /// says nothing of it. A session never goes back from processing to open, so the last event that says something
        /// tells it.
        package var leavesPaymentWaiting: Bool? {
            switch self {
            case .processing, .paymentAttempted: true
            case .paymentFailed: false
            case .created, .opened, .completed, .expired, .cancelled, .replayed: nil
            }
        }
    }
}

/// An event that is to be written, or was.
package struct NewEvent: Sendable, Equatable {
    package var kind: SessionEvent.Kind
    package var actor: Actor
    package var at: Timestamp
    /// A JSON object with what else there is to tell. Never a card number, nor any other secret.
    package var detail: [UInt8]?

    package init(_ kind: SessionEvent.Kind, by actor: Actor, at: Timestamp, detail: [UInt8]? = nil) {
        self.kind = kind
        self.actor = actor
        self.at = at
        self.detail = detail
    }
}

/// What may be told of a session though nothing depends on it: where its timeline is long, it is left out.
package enum Note: Sendable, CaseIterable {
    case opened, replayed

    /// The event that tells it.
    package var kind: SessionEvent.Kind {
        switch self {
        case .opened: .opened
        case .replayed: .replayed
        }
    }
}

/// Whose doing an event was.
package enum Actor: Int64, Sendable, CaseIterable {
    /// The account, by its provider's call.
    case account = 0
    /// Whoever opened the page.
    case customer = 1
    /// The gateway by itself, as when time runs out.
    case gateway = 2
    /// An administrator, where real sessions are served.
    case admin = 3
    /// An administrator of a sandbox, who plays a customer, a bank or time.
    case sandbox = 4

    /// Its word in answers and in the log.
    package var word: StaticString {
        switch self {
        case .account: "account"
        case .customer: "customer"
        case .gateway: "gateway"
        case .admin: "admin"
        case .sandbox: "sandbox"
        }
    }
}
