import Checkout
import Dispatch
import Glibc
import Storage
import Synchronization
import Testing
import Wire

@testable import Gateway

@Suite struct `Races for one session` {
    private static let rounds = 60

    @Test func `have one winner, and everybody is told the same`() async throws {
        let stage = try PageStage()
        for round in 1...Self.rounds {
            let path = try await stage.billing()
            let own = String(path.dropFirst("/checkout/".count))
            let bodies = [PageStage.paid, "action=cancel", PageStage.paid, PageStage.secure, "action=confirm"]
            let answers = try await withThrowingTaskGroup(of: (String, Response).self) { group in
                for body in bodies { group.addTask { (body, try await stage.submit(path, body)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let status = try stage.status(Int64(round))
            #expect(status == .completed || status == .cancelled)
            for (body, answer) in answers {
                #expect(answer.status == 303)
                let location = try #require(answer.location)
                if location.hasPrefix("https://app.example/ok") {
                    #expect(status == .completed, "\(body)")
                } else if location.hasPrefix("https://app.example/no") {
                    #expect(status == .cancelled, "\(body)")
                } else {
                    #expect(location == own, "\(body)")
                }
            }
        }
    }

    @Test func `leave one mark in the store in each of three thousand rounds`() throws {
        var template = Array("/tmp/gateway-race-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in ["race.db", "race.db-wal", "race.db-shm", "race.db.lock"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        let rounds = 3_000
        let wins = Mutex(Array(repeating: [Status](), count: rounds))
        let store = try SQLiteStore<(round: Int, to: Status)?>(path: "\(folder)/race.db") { settled in
            wins.withLock { wins in
                for item in settled {
                    guard let receipt = item.receipt else { continue }
                    if case .success(.done) = item.result { wins[receipt.round].append(receipt.to) }
                }
            }
        }
        defer { store.close() }
        let account = try store.writer.account(named: "race").id
        let now = Timestamp(seconds: 1_790_000_000)
        var draft = Draft(mode: .payment, fields: JSONDocument(utf8: Array("{}".utf8)), lifetimeSeconds: 60)
        draft.amount = 1
        let sessions = (0..<rounds).map { round in
            CheckoutSession(
                id: SessionID(key: Int64(round + 1), tail: 1), number: Int64(round + 1),
                provider: ProviderName("duro"), account: account, isLive: false, status: .open, draft: draft,
                createdAt: now)
        }
        for batch in stride(from: 0, to: rounds, by: 500) {
            let opened = store.writer.write(sessions[batch..<min(rounds, batch + 500)].map { .open($0) })
            guard case .success = opened else { throw StoreFailure.stopped }
        }
        let racers: [Status] = [.completed, .cancelled, .completed, .expired]
        DispatchQueue.concurrentPerform(iterations: racers.count) { racer in
            for step in 0..<rounds {
                // Each starts elsewhere, so that none is always the first.
                let round = (step + racer * 7) % rounds
                let write = Write.move(sessions[round].id, account: account, to: racers[racer], at: now)
                while !store.submit(write, (round, racers[racer])) { usleep(100) }
            }
        }
        while store.pendingWrites > 0 { usleep(1_000) }
        store.close()
        let reader = try SQLiteReader(path: "\(folder)/race.db")
        defer { reader.close() }
        let marks = wins.withLock { $0 }
        for (round, mark) in marks.enumerated() {
            #expect(mark.count == 1)
            #expect(try reader.session(number: Int64(round + 1))?.status == mark.first)
        }
    }
}
