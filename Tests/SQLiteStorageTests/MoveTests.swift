import Checkout
import Dispatch
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// A session's status changes by one compare-and-set.
@Suite struct Move {
    private let folder = TemporaryFolder()
    private let later = Samples.start.advanced(microseconds: 60_000_000)

    private func move(_ session: CheckoutSession, _ write: Write) throws -> (Written, CheckoutSession?) {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let results = try store.writer.write([.create(session), write]).get()
        return (try results[1].get(), try store.reader.session(key: session.id.key))
    }

    @Test(arguments: Status.allCases, Status.allCases)
    func `follows the lifecycle`(from: Status, to: Status) throws {
        let session = Samples.session(number: 1, status: from)
        let (written, stored) = try move(session, .move(session.id, account: nil, to: to, at: later))
        var expected = session
        if from.mayBecome(to) {
            expected.status = to
            expected.updatedAt = later
            expected.completedAt = to == .completed ? later : nil
            expected.cancelledAt = to == .cancelled ? later : nil
            guard case .done(let moved?) = written else {
                Issue.record("\(written)")
                return
            }
            expectSame(moved, expected)
        } else {
            guard case .wrongStatus(from) = written else {
                Issue.record("\(written)")
                return
            }
        }
        expectSame(stored, expected)
    }

    @Test(arguments: Status.allCases, [Status.open, .processing])
    func `only records the expiry of a session whose time has run out`(to: Status, from: Status) throws {
        let session = Samples.session(number: 1, status: from, lifetimeSeconds: 60)
        let (written, stored) = try move(session, .move(session.id, account: nil, to: to, at: later))
        if to == .expired {
            guard case .done(let moved?) = written, moved.status == .expired else {
                Issue.record("\(written)")
                return
            }
        } else {
            guard case .wrongStatus(.expired) = written else {
                Issue.record("\(written)")
                return
            }
        }
        #expect(stored?.status == .expired)
    }

    @Test func `to expired is recorded for all given sessions, regardless of the clock`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let told = [Status.open, .processing, .expired].enumerated().map { index, status in
            Samples.session(number: Int64(index + 1), status: status, lifetimeSeconds: 60)
        }
        _ = try store.writer.write(told.map { .create($0) } + [.expire(told.map(\.id))]).get().map { try $0.get() }
        for session in told {
            let stored = try #require(try store.reader.session(key: session.id.key))
            #expect(stored.status == .expired)
            let events = try #require(try store.reader.events(of: session.id)).dropFirst()
            #expect(events.map(\.event.kind) == (session.status == .expired ? [] : [.expired]))
            #expect(events.allSatisfy { $0.event.at == session.expiresAt })
        }
    }

    @Test func `to expired undoes no other end`() throws {
        let paid = Samples.session(number: 1, status: .completed, lifetimeSeconds: 60)
        let (written, stored) = try move(paid, .expire([paid.id]))
        #expect(stored?.status == .completed)
        guard case .wrongStatus(.completed) = written else {
            Issue.record("\(written)")
            return
        }
        let endless = Samples.session(number: 2, lifetimeSeconds: nil)
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        _ = try store.writer.write([.create(endless), .expire([endless.id])]).get().map { try $0.get() }
        #expect(try store.reader.session(number: 2)?.status == .open)
    }

    /// Expects that a write does not find the session, and changes nothing.
    private func expectUnknown(_ session: CheckoutSession, _ write: Write) throws {
        let (written, stored) = try move(session, write)
        guard case .unknownSession = written else {
            Issue.record("\(written)")
            return
        }
        expectSame(stored, session)
    }

    @Test func `applies only to the account's own sessions`() throws {
        let session = Samples.session(number: 1, account: 1)
        try expectUnknown(session, .move(session.id, account: AccountID(2), to: .cancelled, at: later))
    }

    @Test func `applies to the whole id and not only its key`() throws {
        let session = Samples.session(number: 1)
        let other = SessionID(key: session.id.key, tail: session.id.tail + 1)
        try expectUnknown(session, .move(other, account: nil, to: .cancelled, at: later))
    }

    @Test func `does not move a session's times back`() throws {
        let session = Samples.session(number: 1)
        let earlier = Samples.start.advanced(microseconds: -1)
        let (_, stored) = try move(session, .move(session.id, account: nil, to: .completed, at: earlier))
        #expect(stored?.updatedAt == Samples.start)
        #expect(stored?.completedAt == Samples.start)
    }

    @Test func `is won by one of many`() throws {
        let deliveries = Deliveries()
        let store = try SQLiteStore(path: folder.database, deliver: deliveries.take)
        let rounds = 50
        for round in 1...rounds {
            #expect(store.submit(.create(Samples.session(number: Int64(round))), 0))
        }
        let targets: [Status] = [.completed, .cancelled, .expired, .completed]
        DispatchQueue.concurrentPerform(iterations: targets.count) { racer in
            for round in 1...rounds {
                let id = Samples.session(number: Int64(round)).id
                #expect(store.submit(.move(id, account: AccountID(1), to: targets[racer], at: later), round))
            }
        }
        store.close()
        for round in 1...rounds {
            let results = deliveries.all.filter { $0.number == round }.map(\.result)
            #expect(results.count == targets.count)
            #expect(results.filter(\.isDone).count == 1)
        }
    }
}
