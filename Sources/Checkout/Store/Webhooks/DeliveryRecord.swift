package import Wire

/// One event on its way to one endpoint.
package struct DeliveryRecord: Sendable, Equatable {
    /// The number of the delivery in this store, from 1. Later deliveries have greater numbers, and none gets the
    /// number of a removed one.
    package let id: Int64
    /// The number of the endpoint, which may have been removed since.
    package let endpoint: Int64
    package let account: AccountID
    /// The event in its session's timeline; nil for a delivery that no event caused.
    package let source: Source?
    /// Distinguishes the messages of one event, from 0.
    package let ordinal: Int64
    /// The id of the message in words, equal in every attempt.
    package let eventID: String
    package let type: String
    /// As ``WebhookSettings/format``, at the moment of the event.
    package let format: Int64
    package let createdAt: Timestamp
    package let state: DeliveryState
    /// The number of attempts whose end is recorded.
    package let attempts: Int64
    /// When the next attempt is due; nil unless the delivery is pending.
    package let dueAt: Timestamp?

    /// How long a delivery is kept after its creation, in microseconds: 30 days. A pending one is kept until it ends.
    package static let retentionMicroseconds: Int64 = 30 * 86_400 * 1_000_000

    /// The longest time from an attempt to the next one, in microseconds: 30 hours.
    package static let waitMicrosecondsMax: Int64 = 30 * 3_600 * 1_000_000

    /// When the delivery is due because somebody resent it during an attempt that began at a moment; nil if nobody did.
    /// An attempt begins when its delivery is due, so only a resend makes it due later.
    package func due(afterAttemptAt start: Timestamp) -> Timestamp? {
        dueAt.flatMap { start < $0 && $0 < start.advanced(microseconds: Self.waitMicrosecondsMax) ? $0 : nil }
    }

    /// The place of an event.
    package struct Source: Sendable, Equatable {
        package let session: SessionID
        /// As ``SessionEvent/sequence``.
        package let sequence: Int64

        package init(session: SessionID, sequence: Int64) {
            self.session = session
            self.sequence = sequence
        }
    }

    package init(
        id: Int64, endpoint: Int64, account: AccountID, source: Source?, ordinal: Int64, eventID: String, type: String,
        format: Int64, createdAt: Timestamp, state: DeliveryState, attempts: Int64, dueAt: Timestamp?
    ) {
        self.id = id
        self.endpoint = endpoint
        self.account = account
        self.source = source
        self.ordinal = ordinal
        self.eventID = eventID
        self.type = type
        self.format = format
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
    }
}

/// What became of a delivery so far.
package enum DeliveryState: Int64, Sendable, CaseIterable {
    /// An attempt is due, now or later.
    case pending = 0
    /// The last attempt succeeded.
    case delivered = 1
    /// The last attempt failed, and no further one is due.
    case failed = 2
    /// The endpoint was disabled when the event came, or was disabled or removed while the delivery was pending.
    case skipped = 3
}

/// One attempt to deliver, after its end.
package struct AttemptRecord: Sendable, Equatable {
    /// The number of the attempt in its delivery, from 1.
    package var number: Int64
    /// When it began.
    package var at: Timestamp
    package var durationMicroseconds: Int64
    package var outcome: Outcome
    /// The network address that was tried; nil if there was none yet.
    package var address: String?
    /// The lines of the answer's header, one after the other.
    package var fields: String?
    /// The beginning of the answer's body, at most ``answerBytesMax``.
    package let answer: [UInt8]
    /// Whether the answer's body had more bytes.
    package let isTruncated: Bool

    /// The most bytes of an answer that are kept.
    package static let answerBytesMax = 16 << 10

    /// How an attempt ended.
    package enum Outcome: Sendable, Equatable {
        /// The endpoint answered with this HTTP status.
        case answered(status: Int64)
        /// There was no answer: the number of the phase that failed, to which the store gives no meaning, and a
        /// sentence.
        case failed(phase: Int64, String)
    }

    /// Cuts an answer that is too long.
    package init(
        number: Int64, at: Timestamp, durationMicroseconds: Int64, outcome: Outcome, address: String? = nil,
        fields: String? = nil, answer: [UInt8] = [], isTruncated: Bool = false
    ) {
        self.number = number
        self.at = at
        self.durationMicroseconds = durationMicroseconds
        self.outcome = outcome
        self.address = address
        self.fields = fields
        let isTooLong = answer.count > Self.answerBytesMax
        self.answer = isTooLong ? Array(answer.prefix(Self.answerBytesMax)) : answer
        self.isTruncated = isTruncated || isTooLong
    }
}
