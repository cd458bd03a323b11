package import Wire

/// The status of a session.
package enum Status: Int64, Sendable, CaseIterable {
    /// The session waits for its customer.
    case open = 0
    /// A payment has begun and has no outcome yet.
    case processing = 1
    /// The session is paid or set up.
    case completed = 2
    /// The session's time ran out first.
    case expired = 3
    /// The account or the customer cancelled the session.
    case cancelled = 4

    /// Whether no other status can follow.
    package var isFinal: Bool {
        switch self {
        case .open, .processing: false
        case .completed, .expired, .cancelled: true
        }
    }

    /// The status at a time, for a session that was stored with this status: a session whose time has run out is
    /// expired, even if the sweep has not recorded that.
    package func at(_ now: Timestamp, expiresAt: Timestamp?) -> Status {
        if !isFinal, let expiresAt, expiresAt <= now { return .expired }
        return self
    }

    /// Whether a session may change from this status to another in one step.
    package func mayBecome(_ next: Status) -> Bool {
        switch (self, next) {
        case (.open, .processing), (.open, .completed), (.open, .expired), (.open, .cancelled),
            (.processing, .completed), (.processing, .expired), (.processing, .cancelled):
            true
        default:
            false
        }
    }
}

/// What a session is for.
package enum Mode: Int64, Sendable, CaseIterable {
    /// One payment.
    case payment = 0
    /// Recurring payments.
    case subscription = 1
    /// A payment method is saved, and nothing is paid.
    case setup = 2
}
