import Checkout
import Dispatch
import SQLiteStorage
import Storage
import Synchronization
import Testing
import Wire

@testable import Gateway

/// Threads that give one session different ends.
@Suite struct `A race` {
    private static let rounds = 3_000
    private static let ends: [(status: Status, actor: Actor)] = [
        (.completed, .customer), (.cancelled, .account), (.expired, .admin), (.completed, .sandbox),
    ]

    /// The result of each contender's write in each round.
    private final class Results: Sendable {
        let done: Mutex<[[Int]]>

        init(rounds: Int) {
            done = Mutex(Array(repeating: [], count: rounds))
        }
    }

    /// The contender of a write.
    private final class Contended: WriteReceipt {
        let round: Int
        let contender: Int

        init(round: Int, contender: Int) {
            self.round = round
            self.contender = contender
        }
    }

    @Test func `has one winner a round, and the timeline agrees`() throws {
        let gateway = try InMemoryGateway()
        let stage = StoreStage(gateway)
        let sessions = (0..<Self.rounds).map { _ in stage.session() }
        _ = try gateway.store.writer.write(sessions.map { .create($0) }).get()
        let results = Results(rounds: Self.rounds)
        let delivered = Atomic(0)
        let now = gateway.clock.now
        var limits = CommitLimits()
        limits.pendingWritesMax = 1_000_000
        limits.batchRowsMax = 64
        let committer = Committer(
            limits, commit: { gateway.store.writer.write($0) },
            deliver: { batch in
                for item in batch {
                    delivered.add(1, ordering: .relaxed)
                    guard case .success(.done) = item.result else { continue }
                    guard let end = item.receipt as? Contended else { continue }
                    results.done.withLock { $0[end.round].append(end.contender) }
                }
            }, afterDelivery: {})
        DispatchQueue.concurrentPerform(iterations: Self.ends.count) { contender in
            let end = Self.ends[contender]
            for step in 0..<Self.rounds {
                // Each contender starts at another session, so that none is always the first.
                let round = (step + contender * 7) % Self.rounds
                let move = Write.move(sessions[round].id, account: nil, to: end.status, at: now, by: end.actor)
                let receipt = Contended(round: round, contender: contender)
                precondition(committer.enqueue(move, receipt), "There is room for every write.")
                committer.flush()
            }
        }
        committer.close()
        #expect(delivered.load(ordering: .relaxed) == Self.rounds * Self.ends.count)
        let winners = results.done.withLock { $0 }
        for (session, won) in zip(sessions, winners) {
            guard won.count == 1 else {
                Issue.record("\(won.count) contenders won")
                continue
            }
            let end = Self.ends[won[0]]
            let kept = try gateway.store.reader.session(key: session.id.key)
            #expect(kept?.status == end.status)
            let events = try gateway.store.reader.events(of: session.id) ?? []
            #expect(events.map(\.event.kind) == [.created, try #require(SessionEvent.Kind(of: end.status))])
            #expect(events.last?.event.actor == end.actor)
        }
    }

    @Test func `between the sweep and a payment has one winner`() throws {
        let gateway = try InMemoryGateway()
        let stage = StoreStage(gateway)
        let sessions = (0..<Self.rounds).map { _ in stage.session(lifetimeSeconds: 3_600) }
        _ = try gateway.store.writer.write(sessions.map { .create($0) }).get()
        // For the payers it is one microsecond before the expiry, for the sweep the moment of the expiry.
        let inTime = gateway.clock.now.advanced(microseconds: 3_599_999_999)
        gateway.clock.advance(seconds: 3_600)
        let paid = Mutex<Set<Int64>>([])
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 {
                while gateway.sweeper.run() {}
            } else {
                for session in sessions.reversed() {
                    let move = Write.move(session.id, account: nil, to: .completed, at: inTime, by: .customer)
                    guard case .success(let results) = gateway.store.writer.write([move]),
                        case .success(.done) = results[0]
                    else { continue }
                    paid.withLock { _ = $0.insert(session.id.key) }
                }
            }
        }
        while gateway.sweeper.run() {}
        let winners = paid.withLock { $0 }
        for session in sessions {
            let end = winners.contains(session.id.key) ? Status.completed : .expired
            #expect(try gateway.store.reader.session(key: session.id.key)?.status == end)
            let kinds = try gateway.store.reader.events(of: session.id)?.map(\.event.kind)
            #expect(kinds == [.created, try #require(SessionEvent.Kind(of: end))])
        }
    }

    @Test func `between callers who put the clock forward loses no seconds`() async throws {
        let gateway = try InMemoryGateway()
        let clock = try #require(gateway.sandboxClock)
        let start = clock.now
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for call in 0..<300 {
                group.addTask {
                    // One in three sets a moment that has passed long before the last of them is written.
                    let moment = start.advanced(microseconds: 1_000_000).rfc3339(.microsecondsOrNone)
                    let body = call % 3 == 0 ? #"{"now":"\#(moment)"}"# : #"{"advance_seconds":7}"#
                    return try await gateway.post("/gateway/v1/test/clock", [Conformance.admin], body).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.allSatisfy { $0 == 200 || $0 == 409 })
        let ahead = clock.offsetMicroseconds
        // A second more if the moment was set before the first advance, and none if it had passed by then.
        #expect(ahead == 1_400_000_000 || ahead == 1_401_000_000)
        #expect(try SandboxClock.offsetMicroseconds(in: gateway.store.reader) == ahead)
    }

    @Test func `of equal calls under one key makes one session`() async throws {
        let gateway = try InMemoryGateway()
        let answers = try await withThrowingTaskGroup(of: (Int, Response).self) { group in
            for call in 0..<1_000 {
                group.addTask {
                    let key = call % 100
                    let fields = [Conformance.duro, "Idempotency-Key: key-\(key)"]
                    var answer: Response
                    repeat {
                        answer = try await gateway.post("/v1/checkout/sessions", fields, #"{"amount":\#(key + 1)}"#)
                    } while answer.status == 409
                    return (key, answer)
                }
            }
            return try await group.reduce(into: [:]) { all, one in all[one.0, default: []].append(one.1) }
        }
        #expect(answers.count == 100)
        for same in answers.values {
            #expect(same.count == 10)
            #expect(Set(same.map(\.text)).count == 1)
            #expect(same.allSatisfy { $0.status == 201 })
            #expect(same.filter { $0.field("Idempotency-Replayed") == nil }.count == 1)
        }
        let all = try gateway.store.reader.sessions(SessionFilter(), at: gateway.clock.now, limit: 1_000) { $0.number }
        #expect(all.entries.count == 100)
    }
}
