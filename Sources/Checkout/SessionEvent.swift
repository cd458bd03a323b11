package import Wire

/// One line of a session's timeline: what happened, when, and who caused it.
package struct SessionEvent: Sendable, Equatable {
    /// The number of the event in its session: 0 is the creation.
    package let sequence: Int64
    package let event: NewEvent

    package init(sequence: Int64, _ event: NewEvent) {
        self.sequence = sequence
        self.event = event
    }

    /// What happened.
    package enum Kind: Int64, Sendable, CaseIterable {
        /// Derived from the session's own row: creating a session writes no event.
        case created = 0
        /// The page was shown.
        case opened = 1
        /// The customer tried to pay.
        case paymentAttempted = 2
        /// A payment ended without success; the session continues.
        case paymentFailed = 3
        case processing = 4
        case completed = 5
        case expired = 6
        case cancelled = 7
        /// A create call was repeated under its key and got the answer of the first one.
        case replayed = 8

        /// The event of a session that changes to this status; nil for the status of a new session.
        package init?(of status: Status) {
            switch status {
            case .open: return nil
            case .processing: self = .processing
            case .completed: self = .completed
            case .expired: self = .expired
            case .cancelled: self = .cancelled
            }
        }

        /// The event's word in answers and in the log.
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

        /// Whether a payment of a processing session waits for confirmation after this event; nil for an event that
        /// does not decide it. A session never goes back from processing to open, so the last event that decides it is
        /// right.
        package var leavesPaymentWaiting: Bool? {
            switch self {
            case .processing, .paymentAttempted: true
            case .paymentFailed: false
            case .created, .opened, .completed, .expired, .cancelled, .replayed: nil
            }
        }
    }
}

extension SessionEvent {
    /// A note is written only if the session has at most this many events, so that opening a page again and again
    /// cannot fill the disk.
    package static let notesMax: Int64 = 1_000
    /// A payment attempt that does not pay is accepted only if the session has at most this many events. The limit is
    /// greater than ``notesMax``, so that opened pages and repeated calls cannot keep the customer from trying to pay.
    package static let paymentsMax: Int64 = 2_000
}

/// An event to write, or one that was written.
package struct NewEvent: Sendable, Equatable {
    package var kind: SessionEvent.Kind
    package var actor: Actor
    package var at: Timestamp
    /// A JSON object with further details. It never contains a card number or another secret.
    package var detail: JSONText?

    package init(_ kind: SessionEvent.Kind, by actor: Actor, at: Timestamp, detail: JSONText? = nil) {
        self.kind = kind
        self.actor = actor
        self.at = at
        self.detail = detail
    }
}

/// An event on which nothing depends. It is omitted if the session's timeline is long.
package enum Note: Sendable, CaseIterable {
    case opened, replayed

    /// The event that records it.
    package var kind: SessionEvent.Kind {
        switch self {
        case .opened: .opened
        case .replayed: .replayed
        }
    }
}

/// Who caused an event.
package enum Actor: Int64, Sendable, CaseIterable {
    /// The account, by its provider's call.
    case account = 0
    /// The visitor who opened the page.
    case customer = 1
    /// The gateway itself, for example when a session's time runs out.
    case gateway = 2
    /// An administrator, where real sessions are served.
    case admin = 3
    /// An administrator of a sandbox, who acts as a customer, a bank or the clock.
    case sandbox = 4

    /// The actor's word in answers and in the log.
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
