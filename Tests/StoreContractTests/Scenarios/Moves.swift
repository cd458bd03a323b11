import Checkout
import Dispatch
import Synchronization
import TestSupport
import Testing
import Wire

/// A session's status changes by one compare-and-set.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 60)

    static let moves: [Scenario] = [
        Scenario("changes the status of a session only as its lifecycle allows") { trial in
            for from in Status.allCases {
                for to in Status.allCases {
                    let session = Samples.session(number: trial.unusedNumber(), status: from)
                    try trial.create([session])
                    let written = try trial.write(.move(session.id, account: nil, to: to, at: later))
                    var expected = session
                    if from.mayBecome(to) {
                        expected.status = to
                        expected.updatedAt = later
                        expected.completedAt = to == .completed ? later : nil
                        expected.cancelledAt = to == .cancelled ? later : nil
                        guard case .done(let moved) = written else {
                            Issue.record("from \(from) to \(to): \(written)")
                            continue
                        }
                        #expect(moved.differences(from: expected) == [])
                        #expect(try trial.kinds(session) == [.created, try #require(SessionEvent.Kind(of: to))])
                    } else {
                        #expect(written.wrongStatus == from)
                        #expect(try trial.kinds(session) == [.created])
                    }
                    #expect(try trial.session(session.id).differences(from: expected) == [])
                }
            }
        },
        Scenario("moves a session whose time has run out only to expired") { trial in
            for to in Status.allCases {
                for from in [Status.open, .processing] {
                    let session = Samples.session(
                        number: trial.unusedNumber(), status: from, lifetimeSeconds: 60)
                    try trial.create([session])
                    let written = try trial.write(.move(session.id, account: nil, to: to, at: later))
                    if to == .expired {
                        guard case .done(let moved?) = written, moved.status == .expired else {
                            Issue.record("\(written)")
                            continue
                        }
                    } else {
                        #expect(written.wrongStatus == .expired)
                    }
                    #expect(try trial.status(session) == .expired)
                }
            }
        },
        Scenario("records the expiry that an answer has told, without asking the clock") { trial in
            let told = [Status.open, .processing, .expired].enumerated().map { index, status in
                Samples.session(number: Int64(index + 1), status: status, lifetimeSeconds: 60)
            }
            try trial.create(told)
            try trial.done([.expire(told.map(\.id))])
            for session in told {
                #expect(try trial.status(session) == .expired)
                let events = try trial.events(session).dropFirst()
                #expect(events.map(\.kind) == (session.status == .expired ? [] : [.expired]))
                #expect(events.allSatisfy { $0.at == session.expiresAt })
            }
        },
        Scenario("does not expire a session that is completed or never ends") { trial in
            let paid = Samples.session(number: 1, status: .completed, lifetimeSeconds: 60)
            let endless = Samples.session(number: 2, lifetimeSeconds: nil)
            try trial.create([paid, endless])
            #expect(try trial.write(.expire([paid.id])).wrongStatus == .completed)
            #expect(try trial.status(paid) == .completed)
            try trial.done([.expire([endless.id])])
            #expect(try trial.status(endless) == .open)
        },
        Scenario("moves only sessions of the caller's account") { trial in
            let session = Samples.session(number: 1, account: 1)
            try trial.create([session])
            let foreign = Write.move(session.id, account: AccountID(2), to: .cancelled, at: later)
            #expect(try trial.write(foreign).isUnknownSession)
            #expect(try trial.session(session.id).differences(from: session) == [])
            try trial.done([.move(session.id, account: AccountID(1), to: .cancelled, at: later)])
        },
        Scenario("writes to a session only if the whole id matches, not only the key") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            let other = SessionID(key: session.id.key, tail: session.id.tail + 1)
            let writes: [Write] = [
                .move(other, account: nil, to: .cancelled, at: later), .pay(other, .confirm, at: later, by: .customer),
                .note(other, .opened, at: later, by: .customer),
            ]
            for result in try trial.results(of: writes) { #expect(try result.get().isUnknownSession) }
            try trial.done([.expire([other])])
            #expect(try trial.session(session.id).differences(from: session) == [])
            #expect(try trial.find(.timeline(other)).timeline == nil)
            #expect(try trial.kinds(session) == [.created])
        },
        Scenario("never decreases a session's times, even if the clock goes back") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            let earlier = trial.start.advanced(microseconds: -1)
            try trial.done([.move(session.id, account: nil, to: .completed, at: earlier)])
            let stored = try trial.session(session.id)
            #expect(stored?.updatedAt == trial.start)
            #expect(stored?.completedAt == trial.start)
            #expect(try trial.events(session).map(\.at) == [trial.start, trial.start])
        },
        Scenario("lets exactly one of many concurrent calls end a session") { trial in
            let sessions = (1...50).map { Samples.session(number: $0) }
            try trial.create(sessions)
            let targets: [Status] = [.completed, .cancelled, .expired, .completed]
            let store = trial.store
            let receipts = Mutex<[SessionID: [(Status, Awaited)]]>([:])
            DispatchQueue.concurrentPerform(iterations: targets.count) { racer in
                for step in sessions.indices {
                    // Each racer starts at another session, so that no racer is always the first.
                    let id = sessions[(step + racer * 13) % sessions.count].id
                    let receipt = Awaited()
                    #expect(store.enqueue(.move(id, account: AccountID(1), to: targets[racer], at: later), receipt))
                    store.flush()
                    receipts.withLock { $0[id, default: []].append((targets[racer], receipt)) }
                }
            }
            for session in sessions {
                let results = try receipts.withLock { $0[session.id] ?? [] }.map { ($0, try $1.result()) }
                #expect(results.count == targets.count)
                let winners = results.filter { $1.isDone }
                #expect(winners.count == 1)
                #expect(try trial.status(session) == winners.first?.0)
                #expect(try trial.kinds(session).count == 2)
            }
        },
    ]
}
