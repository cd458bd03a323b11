import Checkout
import Dispatch
import Synchronization
import TestSupport
import Testing
import Wire

/// A step of a payment is checked and written in one transaction.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 1)

    private static let paid = PaymentStep.attempt(.paid)
    private static let secure = PaymentStep.attempt(.needsConfirmation)
    private static let declined = PaymentStep.attempt(.failed(detail: nil))
    private static let refuse = PaymentStep.refuse(detail: nil)
    private static let paidByBank = PaymentStep.attempt(.paidByBank)
    private static let refusedByBank = PaymentStep.attempt(.refusedByBank(detail: nil))
    private static let steps = [paid, secure, declined, paidByBank, refusedByBank, .confirm, refuse]

    private static func pay(_ session: CheckoutSession, _ step: PaymentStep) -> Write {
        .pay(session.id, step, at: later, by: .customer)
    }

    /// The history of a session.
    private enum Past: CaseIterable {
        case open, declined, waiting, refused, waitingAnew, replaced, completed, expired, cancelled

        var steps: [PaymentStep] {
            switch self {
            case .open, .expired, .cancelled: []
            case .declined: [Scenario.declined]
            case .waiting: [secure]
            case .refused: [secure, refuse]
            case .waitingAnew: [secure, refuse, secure]
            case .replaced: [secure, Scenario.declined]
            case .completed: [paid]
            }
        }

        var end: Status? {
            switch self {
            case .expired: .expired
            case .cancelled: .cancelled
            default: nil
            }
        }
    }

    /// The result of a step.
    private enum Outcome: Equatable {
        /// The status after the step, and the new events of the timeline.
        case taken(Status, [SessionEvent.Kind])
        case refused(Status)
    }

    /// The expected outcome of a step after a history.
    private static func outcome(of step: PaymentStep, after past: Past) -> Outcome {
        switch (past, step) {
        case (.completed, _): .refused(.completed)
        case (.expired, _): .refused(.expired)
        case (.cancelled, _): .refused(.cancelled)
        case (_, paid): .taken(.completed, [.paymentAttempted, .completed])
        case (.open, secure), (.declined, secure): .taken(.processing, [.paymentAttempted, .processing])
        case (_, secure): .taken(.processing, [.paymentAttempted])
        case (.open, paidByBank), (.declined, paidByBank):
            .taken(.completed, [.paymentAttempted, .processing, .completed])
        case (_, paidByBank): .taken(.completed, [.paymentAttempted, .completed])
        case (.open, refusedByBank), (.declined, refusedByBank):
            .taken(.processing, [.paymentAttempted, .processing, .paymentFailed])
        case (_, refusedByBank): .taken(.processing, [.paymentAttempted, .paymentFailed])
        case (.open, declined), (.declined, declined): .taken(.open, [.paymentAttempted, .paymentFailed])
        case (_, declined): .taken(.processing, [.paymentAttempted, .paymentFailed])
        case (.waiting, .confirm), (.waitingAnew, .confirm): .taken(.completed, [.completed])
        case (.waiting, _), (.waitingAnew, _): .taken(.processing, [.paymentFailed])
        // No payment waits for the confirmation.
        case (.open, _), (.declined, _): .refused(.open)
        case (.refused, _), (.replaced, _): .refused(.processing)
        }
    }

    static let payments: [Scenario] = [
        Scenario("accepts each step of a payment only after the steps that it may follow") { trial in
            for past in Past.allCases {
                for step in steps {
                    let session = Samples.session(number: trial.unusedNumber())
                    let end = past.end.map { [Write.move(session.id, account: nil, to: $0, at: later)] } ?? []
                    try trial.done([.create(session)] + past.steps.map { pay(session, $0) } + end)
                    let known = try trial.kinds(session).count
                    let written = try trial.write(pay(session, step))
                    let status = try #require(try trial.status(session))
                    let gained = Array(try trial.kinds(session).dropFirst(known))
                    let outcome: Outcome
                    switch written {
                    case .done: outcome = .taken(status, gained)
                    case .wrongStatus(let present) where present == status && gained.isEmpty:
                        outcome = .refused(present)
                    default:
                        Issue.record("\(past), \(step): \(written), \(status), \(gained)")
                        continue
                    }
                    #expect(outcome == Self.outcome(of: step, after: past), "\(past), \(step)")
                }
            }
        },
        Scenario("keeps who paid, when, and why a payment failed") { trial in
            let session = Samples.session(number: 1)
            let detail = JSONText { $0.member("reason", "declined") }
            try trial.create([session])
            try trial.done([.pay(session.id, .attempt(.failed(detail: detail)), at: later, by: .sandbox)])
            let events = try trial.events(session)
            #expect(events.map(\.actor) == [.account, .sandbox, .sandbox])
            #expect(events.map(\.at) == [trial.start, later, later])
            #expect(events.map(\.detail) == [nil, nil, detail])
        },
        Scenario("refuses a payment of a session whose time has run out, and records the expiry") { trial in
            let session = Samples.session(number: 1, lifetimeSeconds: 1)
            try trial.create([session])
            #expect(try trial.write(pay(session, paid)).wrongStatus == .expired)
            #expect(try trial.status(session) == .expired)
            #expect(try trial.kinds(session) == [.created, .expired])
        },
        Scenario("accepts a payment that completes the session, even if the timeline is full") { trial in
            for steps in [[paid], [secure, .confirm]] {
                let session = Samples.session(number: trial.unusedNumber())
                let opened = Write.note(session.id, .opened, at: later, by: .customer)
                let count = Int(SessionEvent.paymentsMax)
                try trial.done([.create(session)] + Array(repeating: opened, count: count))
                #expect(try trial.kinds(session).count == 1 + Int(SessionEvent.notesMax))
                let tries = try trial.results(of: Array(repeating: pay(session, declined), count: count))
                guard case .success(.done) = tries[0], case .success(.timelineFull) = tries[count - 1] else {
                    Issue.record("\(tries[0]), \(tries[count - 1])")
                    continue
                }
                // Every recorded attempt has its failure recorded too.
                let full = try trial.kinds(session)
                #expect(full.count <= count + 2)
                #expect(full.filter { $0 == .paymentAttempted }.count == full.filter { $0 == .paymentFailed }.count)
                try trial.done(steps.map { pay(session, $0) })
                #expect(try trial.status(session) == .completed)
            }
        },
        Scenario("keeps a refused payment refused, even if the timeline is full") { trial in
            let session = Samples.session(number: 1)
            let count = Int(SessionEvent.paymentsMax)
            _ = try trial.results(of: [.create(session)] + Array(repeating: pay(session, declined), count: count))
            let steps = [secure, secure, refuse, .confirm, secure, .confirm, paid]
            let words = try trial.results(of: steps.map { pay(session, $0) }).map { result in
                switch try result.get() {
                case .done: "done"
                case .wrongStatus(let status): "\(status)"
                case .timelineFull: "full"
                case let other: "\(other)"
                }
            }
            #expect(words == ["done", "done", "done", "processing", "full", "processing", "done"])
        },
        Scenario("either confirms or refuses a payment if concurrent calls do both") { trial in
            let sessions = (1...100).map { Samples.session(number: $0) }
            try trial.create(sessions)
            try trial.done(sessions.map { pay($0, secure) })
            let racers: [PaymentStep] = [.confirm, refuse, declined, .confirm]
            let store = trial.store
            let receipts = Mutex<[SessionID: [(PaymentStep, Awaited)]]>([:])
            DispatchQueue.concurrentPerform(iterations: racers.count) { racer in
                for step in sessions.indices {
                    // Each racer starts at another session, so that no racer is always the first.
                    let session = sessions[(step + racer * 25) % sessions.count]
                    let receipt = Awaited()
                    #expect(store.enqueue(pay(session, racers[racer]), receipt))
                    store.flush()
                    receipts.withLock { $0[session.id, default: []].append((racers[racer], receipt)) }
                }
            }
            for session in sessions {
                let results = try receipts.withLock { $0[session.id] ?? [] }.map { ($0, try $1.result()) }
                let confirmed = results.filter { $0 == .confirm && $1.isDone }.count
                let kinds = try trial.kinds(session)
                #expect(confirmed == (try trial.status(session) == .completed ? 1 : 0))
                #expect(kinds.last == (confirmed == 1 ? .completed : .paymentFailed))
                #expect(!(confirmed == 1 && kinds.contains(.paymentFailed)))
            }
        },
    ]
}
