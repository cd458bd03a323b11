import Checkout
import Dispatch
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// The store checks and writes a payment as a whole.
@Suite struct Payment {
    private let folder = TemporaryFolder()
    private let later = Samples.start.advanced(microseconds: 1_000_000)

    /// The earlier payments of a session.
    enum Past: CaseIterable {
        case open, declined, waiting, refused, waitingAnew, replaced, completed, expired, cancelled

        var steps: [PaymentStep] {
            switch self {
            case .open, .expired, .cancelled: []
            case .declined: [.attempt(.failed(detail: nil))]
            case .waiting: [.attempt(.needsConfirmation)]
            case .refused: [.attempt(.needsConfirmation), .refuse(detail: nil)]
            case .waitingAnew: Self.refused.steps + [.attempt(.needsConfirmation)]
            case .replaced: Self.waiting.steps + [.attempt(.failed(detail: nil))]
            case .completed: [.attempt(.paid)]
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
    enum Outcome: Equatable {
        /// The status, and the new events of the timeline.
        case taken(Status, [SessionEvent.Kind])
        case refused(Status)
    }

    private static let paid = PaymentStep.attempt(.paid)
    private static let secure = PaymentStep.attempt(.needsConfirmation)
    private static let declined = PaymentStep.attempt(.failed(detail: nil))
    private static let refuse = PaymentStep.refuse(detail: nil)
    private static let paidByBank = PaymentStep.attempt(.paidByBank)
    private static let refusedByBank = PaymentStep.attempt(.refusedByBank(detail: nil))
    private static let steps = [paid, secure, declined, paidByBank, refusedByBank, .confirm, refuse]

    /// The outcome of each step after each past.
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
        // No payment waits.
        case (.open, _), (.declined, _): .refused(.open)
        case (.refused, _), (.replaced, _): .refused(.processing)
        }
    }

    private func pay(_ session: CheckoutSession, _ step: PaymentStep) -> Write {
        .pay(session.id, step, at: later, by: .customer)
    }

    private func kinds(_ store: SQLiteStore, _ session: CheckoutSession) throws -> [SessionEvent.Kind] {
        try #require(try store.reader.events(of: session.id)).map(\.event.kind)
    }

    @Test(arguments: Past.allCases) func `accepts each step that may follow`(past: Past) throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        for (index, step) in Self.steps.enumerated() {
            let session = Samples.session(number: Int64(index + 1))
            let end = past.end.map { [Write.move(session.id, account: nil, to: $0, at: later)] } ?? []
            let before = try store.writer.write([.create(session)] + past.steps.map { pay(session, $0) } + end).get()
            #expect(before.filter(\.isDone).count == before.count)
            let known = try kinds(store, session).count
            let written = try store.writer.write([pay(session, step)]).get()[0].get()
            let status = try #require(try store.reader.session(key: session.id.key)).status
            let gained = Array(try kinds(store, session).dropFirst(known))
            let outcome: Outcome
            switch written {
            case .done: outcome = .taken(status, gained)
            case .wrongStatus(let present) where present == status && gained.isEmpty: outcome = .refused(present)
            default:
                Issue.record("\(step): \(written), \(status), \(gained)")
                continue
            }
            #expect(outcome == Self.outcome(of: step, after: past), "\(step)")
        }
    }

    @Test func `is not followed by an opening of the page, nor is an expiry`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        var (paid, expired) = (Samples.session(number: 1), Samples.session(number: 2))
        paid.expiresAt = nil
        expired.expiresAt = later
        let writes: [Write] = [
            .create(paid), .create(expired), pay(paid, Self.paid), .note(paid.id, .opened, at: later, by: .customer),
            .note(expired.id, .opened, at: later, by: .customer),
        ]
        #expect(try store.writer.write(writes).get().allSatisfy(\.isDone))
        #expect(try !kinds(store, paid).contains(.opened))
        #expect(try !kinds(store, expired).contains(.opened))
    }

    @Test(arguments: [[paid], [secure, .confirm]]) func `is accepted even if the timeline is full`(
        _ steps: [PaymentStep]
    ) throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let session = Samples.session(number: 1)
        let opened = Write.note(session.id, .opened, at: later, by: .customer)
        let declined = pay(session, Self.declined)
        let count = Int(SQLiteStatements.paymentsMax)
        let notes = [.create(session)] + Array(repeating: opened, count: count)
        #expect(try store.writer.write(notes).get().allSatisfy(\.isDone))
        #expect(try kinds(store, session).count == 1 + Int(SQLiteStatements.notesMax))
        let tries = try store.writer.write(Array(repeating: declined, count: count)).get().map { try $0.get() }
        guard case .done = tries[0], case .timelineFull = try #require(tries.last) else {
            Issue.record("\(tries.count)")
            return
        }
        // A payment is written with its end or not at all.
        let full = try kinds(store, session)
        #expect(full.count <= count + 2)
        #expect(full.filter { $0 == .paymentAttempted }.count == full.filter { $0 == .paymentFailed }.count)
        #expect(try store.writer.write(steps.map { pay(session, $0) }).get().allSatisfy(\.isDone))
        #expect(try store.reader.session(number: 1)?.status == .completed)
    }

    @Test func `that was refused stays refused if the timeline is full`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let session = Samples.session(number: 1)
        let count = Int(SQLiteStatements.paymentsMax)
        let tries = [.create(session)] + Array(repeating: pay(session, Self.declined), count: count)
        #expect(store.writer.write(tries).failure == nil)
        let steps = [Self.secure, Self.secure, Self.refuse, .confirm, Self.secure, .confirm, Self.paid]
        let written = try store.writer.write(steps.map { pay(session, $0) }).get().map { try $0.get() }
        let words = written.map { written in
            switch written {
            case .done: "done"
            case .wrongStatus(let status): "\(status)"
            case .timelineFull: "full"
            default: "\(written)"
            }
        }
        #expect(words == ["done", "done", "done", "processing", "full", "processing", "done"])
    }

    @Test func `is either confirmed or refused, and the first step wins`() throws {
        let deliveries = Deliveries()
        let store = try SQLiteStore(path: folder.database, deliver: deliveries.take)
        let sessions = (1...200).map { Samples.session(number: Int64($0)) }
        for session in sessions {
            #expect(store.writer.write([.create(session), pay(session, Self.secure)]).failure == nil)
        }
        let racers: [PaymentStep] = [.confirm, Self.refuse, Self.declined, .confirm]
        DispatchQueue.concurrentPerform(iterations: racers.count) { racer in
            for step in 0..<sessions.count {
                // Each racer starts at another session, so that none is always the first.
                let index = (step + racer * 50) % sessions.count
                #expect(store.submit(pay(sessions[index], racers[racer]), index * racers.count + racer))
            }
        }
        #expect(deliveries.wait(for: sessions.count * racers.count))
        let done = Set(deliveries.all.filter(\.result.isDone).map(\.number))
        for (index, session) in sessions.enumerated() {
            let confirmed = [0, 3].filter { done.contains(index * racers.count + $0) }.count
            let kinds = try kinds(store, session)
            let status = try #require(try store.reader.session(key: session.id.key)).status
            #expect(confirmed == (status == .completed ? 1 : 0))
            #expect(kinds.last == (confirmed == 1 ? .completed : .paymentFailed))
            #expect(!(confirmed == 1 && kinds.contains(.paymentFailed)))
        }
        store.close()
    }
}
