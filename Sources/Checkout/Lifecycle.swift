package import Wire

/// Where a session stands.
package enum Status: Int64, Sendable, CaseIterable {
    /// Waits for its customer.
    case open = 0
    /// A payment was begun and has no outcome yet.
    case processing = 1
    /// Paid, or set up.
    case completed = 2
    /// Its time ran out first.
    case expired = 3
    /// Called off by the account or by its customer.
    case cancelled = 4

    /// Nothing follows.
    package var isFinal: Bool {
        switch self {
        case .open, .processing: false
        case .completed, .expired, .cancelled: true
        }
    }

    /// The status at a moment of a session that was left with this one: where its time has run out it is expired, whether
    /// or not that was recorded.
    package func at(_ now: Timestamp, expiresAt: Timestamp?) -> Status {
        if !isFinal, let expiresAt, expiresAt <= now { return .expired }
        return self
    }

    /// Whether a session may go from here to there in one step.
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
    /// Payments that recur.
    case subscription = 1
    /// A method to pay with is saved, and nothing is paid.
    case setup = 2
}
