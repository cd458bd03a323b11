import Checkout
import Outbound
import Webhooks
import Wire

extension AttemptOutcome {
    /// What the outcome of a call means for a delivery.
    ///
    /// - Parameter now: the real time, with which a date in `Retry-After` is compared.
    init(_ outcome: CallOutcome, at now: Timestamp) {
        switch outcome {
        case .answered(let answer):
            let retryAfter = answer.fields.first { $0.name.lowercased() == "retry-after" }
            self = .answered(
                status: answer.status,
                retryAfterSeconds: retryAfter.flatMap { RetryAfter.seconds(Array($0.value.utf8), at: now) })
        case .failed(let failure):
            switch failure.phase {
            case .timedOut: self = .timedOut
            case .overloaded, .closed: self = .interrupted
            case .refused, .resolving, .connecting, .securing, .sending, .receiving: self = .unreachable
            }
        }
    }
}

extension AttemptRecord {
    /// - Parameters:
    ///   - number: of the attempt in its delivery, from 1.
    ///   - at: when it began.
    init(_ outcome: CallOutcome, number: Int64, at: Timestamp, durationMicroseconds: Int64) {
        switch outcome {
        case .answered(let answer):
            self.init(
                number: number, at: at, durationMicroseconds: durationMicroseconds,
                outcome: .answered(status: Int64(answer.status)), address: answer.address.map { "\($0)" },
                fields: answer.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n"), answer: answer.body,
                isTruncated: answer.isBodyCut)
        case .failed(let failure):
            self.init(
                number: number, at: at, durationMicroseconds: durationMicroseconds,
                outcome: .failed(phase: failure.phase.number, failure.reason),
                address: failure.address.map { "\($0)" })
        }
    }
}

extension CallFailure.Phase {
    /// The number under which the store keeps the phase.
    var number: Int64 {
        switch self {
        case .refused: 0
        case .resolving: 1
        case .connecting: 2
        case .securing: 3
        case .sending: 4
        case .receiving: 5
        case .timedOut: 6
        case .overloaded: 7
        case .closed: 8
        }
    }

    /// The phase with this number; nil for one that this version does not have.
    init?(number: Int64) {
        guard let phase = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = phase
    }

    /// The phase's word in answers and in the log.
    var word: StaticString {
        switch self {
        case .refused: "refused"
        case .resolving: "resolving"
        case .connecting: "connecting"
        case .securing: "securing"
        case .sending: "sending"
        case .receiving: "receiving"
        case .timedOut: "timed_out"
        case .overloaded: "overloaded"
        case .closed: "closed"
        }
    }
}

extension AttemptResult {
    /// The end of an attempt, with what follows.
    init(delivery: Int64, _ attempt: AttemptRecord, _ next: NextStep) {
        switch next {
        case .delivered: self.init(delivery: delivery, attempt, next: .delivered)
        case .retry(let moment): self.init(delivery: delivery, attempt, next: .retry(at: moment))
        case .failed: self.init(delivery: delivery, attempt, next: .failed)
        case .disable(let reason):
            self.init(delivery: delivery, attempt, next: .failed, disables: reason)
        }
    }
}
