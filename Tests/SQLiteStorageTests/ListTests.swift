import Checkout
import Dispatch
import Synchronization
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// Lists are newest first and bounded.
@Suite struct `List of sessions` {
    private let folder = TemporaryFolder()
    private let store: SQLiteStore

    /// 60 sessions: those with odd numbers of account 1, with even ones of account 2; every third of Meteroid; every
    /// fifth cancelled.
    init() throws {
        store = try SQLiteStore(path: folder.database) { _, _ in }
        var writes: [Write] = []
        for number in 1...60 {
            let session = Samples.session(
                number: Int64(number), account: number % 2 == 1 ? 1 : 2,
                provider: number % 3 == 0 ? "meteroid" : "duro",
                status: number % 5 == 0 ? .cancelled : .open, customer: number % 7 == 0 ? "c" : nil,
                lifetimeSeconds: number > 50 ? 10 : nil)
            writes.append(.create(session))
        }
        #expect(try store.writer.write(writes).get().allSatisfy(\.isDone))
    }

    private func numbers(_ filter: SessionFilter, limit: Int = 100, at now: Timestamp = Samples.start) throws -> [Int] {
        try store.reader.sessions(filter, at: now, limit: limit) { Int($0.number) }.entries
    }

    private func expected(_ isIn: (Int) -> Bool) -> [Int] { (1...60).reversed().filter(isIn) }

    @Test func `has the sessions that pass the filter`() throws {
        #expect(try numbers(SessionFilter()) == expected { _ in true })
        #expect(try numbers(SessionFilter(account: AccountID(1))) == expected { $0 % 2 == 1 })
        #expect(try numbers(SessionFilter(provider: ProviderName("meteroid"))) == expected { $0 % 3 == 0 })
        let both = SessionFilter(provider: ProviderName("meteroid"), account: AccountID(2))
        #expect(try numbers(both) == expected { $0 % 6 == 0 })
        #expect(try numbers(SessionFilter(status: .cancelled)) == expected { $0 % 5 == 0 })
        let narrow = SessionFilter(account: AccountID(2), status: .open, customerReference: "c")
        #expect(try numbers(narrow) == expected { $0 % 14 == 0 && $0 % 5 != 0 })
        #expect(try numbers(SessionFilter(account: AccountID(3))).isEmpty)
        #expect(try numbers(SessionFilter(provider: ProviderName("METEROID"))).isEmpty)
    }

    @Test func `counts a session as expired from its moment on`() throws {
        let later = Samples.start.advanced(microseconds: 10_000_000)
        #expect(try numbers(SessionFilter(status: .expired), at: later) == expected { $0 > 50 && $0 % 5 != 0 })
        #expect(try numbers(SessionFilter(status: .open), at: later) == expected { $0 <= 50 && $0 % 5 != 0 })
        #expect(try numbers(SessionFilter(status: .expired)).isEmpty)
    }

    @Test func `continues where it ended, also while sessions arrive`() throws {
        let filter = SessionFilter(account: AccountID(1))
        var found: [Int] = []
        var before: Int64?
        var pages = 0
        repeat {
            let page = try store.reader.sessions(filter, at: Samples.start, beforeKey: before, limit: 7) {
                Int($0.number)
            }
            found += page.entries
            before = page.nextBeforeKey
            pages += 1
            let arrival = Samples.session(number: Int64(100 + pages), account: 1)
            #expect(try store.writer.write([.create(arrival)]).get().map(\.isDone) == [true])
        } while before != nil && pages < 20
        #expect(found == expected { $0 % 2 == 1 })
        #expect(pages == 5)
    }

    /// Keys of one period and of many, for accounts that share a period or have one for themselves.
    @Test(arguments: [1, 1_000, 4_000, 90_000] as [Int64])
    func `of one account at one provider is complete from any start`(microsecondsBetween: Int64) throws {
        let folder = TemporaryFolder()
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        let sessions = (1...200).map { number in
            Samples.session(
                number: number, account: 1 + number % 3, provider: number % 2 == 0 ? "meteroid" : "duro",
                at: Samples.start.advanced(microseconds: number * microsecondsBetween))
        }
        // In batches, and not in the order of the keys, because two loops may enqueue sessions of the same moment.
        for start in stride(from: 0, to: sessions.count, by: 8) {
            let writes = sessions[start..<min(start + 8, sessions.count)].reversed().map { Write.create($0) }
            #expect(try store.writer.write(writes).get().allSatisfy(\.isDone))
        }
        let filter = SessionFilter(provider: ProviderName("duro"), account: AccountID(2))
        let own = sessions.filter { $0.account == filter.account && $0.provider == filter.provider }.reversed()
        for before in [nil] + sessions.map(\.id.key) {
            let page = try store.reader.sessions(filter, at: Samples.start, beforeKey: before, limit: 200) { $0.number }
            let expected = own.filter { $0.id.key < before ?? .max }
            #expect(page.entries == expected.map(\.number), "before \(before ?? .max)")
        }
        store.close()
    }

    @Test func `has every session of a batch of many accounts`() throws {
        let folder = TemporaryFolder()
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        let sessions = (1...600).map { Samples.session(number: $0, account: $0 % 200) }
        #expect(try store.writer.write(sessions.map { .create($0) }).get().allSatisfy(\.isDone))
        for account: Int64 in [0, 1, 137, 199] {
            let filter = SessionFilter(provider: ProviderName("duro"), account: AccountID(account))
            let listed = try store.reader.sessions(filter, at: Samples.start, limit: 9) { $0.number }.entries
            #expect(listed == sessions.filter { $0.account == filter.account }.map(\.number).reversed())
        }
        store.close()
    }

    @Test func `has a session whose neighbour's row was refused`() throws {
        let session = Samples.session(number: 61, account: 7)
        let second = Samples.session(number: 62, account: 7)
        let results = try store.writer.write([.create(session), .create(session), .create(second)]).get()
        #expect(results.map(\.isDone) == [true, false, true])
        #expect(try numbers(SessionFilter(provider: ProviderName("duro"), account: AccountID(7))) == [62, 61])
    }

    @Test func `has no next page if a page ends with the last session`() throws {
        let page = try store.reader.sessions(SessionFilter(), at: Samples.start, limit: 60) { $0.number }
        #expect(page.entries.count == 60)
        #expect(page.nextBeforeKey == nil)
        let full = try store.reader.sessions(SessionFilter(), at: Samples.start, limit: 9, examinedRowsMax: 9) {
            $0.number
        }
        #expect(full.nextBeforeKey != nil && full.searchedTo == nil, "a page that is full is not cut short")
    }

    @Test func `looks at no more rows than allowed`() throws {
        let filter = SessionFilter(customerReference: "c")
        var found: [Int] = []
        var before: Int64?
        var pages = 0
        repeat {
            let page = try store.reader.sessions(
                filter, at: Samples.start, beforeKey: before, limit: 10, examinedRowsMax: 9
            ) { Int($0.number) }
            found += page.entries
            before = page.nextBeforeKey
            pages += 1
            // Nine numbers fewer each time, until no sessions follow.
            #expect(page.searchedTo == (pages < 7 ? 61 - 9 * Int64(pages) : nil))
        } while before != nil && pages < 20
        #expect(found == expected { $0 % 7 == 0 })
        #expect(pages == 7, "60 rows by nine")
    }

    /// A reader that collects the sessions holds the one before for longer, or releases it later.
    @Test func `releases each session before it reads the next`() throws {
        final class Last: Sendable {
            struct Seen {
                weak var draft: FinishedDraft?
                var held = 0
            }
            let seen = Mutex(Seen())
        }
        let last = Last()
        let page = try store.reader.sessions(SessionFilter(), at: Samples.start, limit: 60) { session in
            last.seen.withLock { seen in
                if seen.draft != nil { seen.held += 1 }
                seen.draft = session.draft
            }
            return session.number
        }
        #expect(page.entries.count == 60)
        #expect(last.seen.withLock { $0.held } == 0)
    }

    @Test func `leaves out sessions that the reader refuses, and finds as many others`() throws {
        let page = try store.reader.sessions(SessionFilter(), at: Samples.start, limit: 10) { session in
            session.number % 2 == 0 ? session.number : nil
        }
        #expect(page.entries == [60, 58, 56, 54, 52, 50, 48, 46, 44, 42])
        #expect(page.nextBeforeKey != nil)
    }

    @Test func `keeps bodies as text until they are asked for`() throws {
        let page = try store.reader.sessions(SessionFilter(), at: Samples.start, limit: 60) { $0.fields }
        for fields in page.entries {
            guard case .kept(let text) = fields else {
                Issue.record("a body was parsed")
                continue
            }
            #expect(text == Samples.document().text)
        }
    }

    @Test func `finds every number and no other`() throws {
        for number: Int64 in 1...60 { #expect(try store.reader.session(number: number)?.number == number) }
        for number: Int64 in [.min, -1, 0, 61, .max] { #expect(try store.reader.session(number: number) == nil) }
    }

    @Test func `finds numbers among keys far apart and with gaps`() throws {
        let folder = TemporaryFolder()
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        #expect(try store.reader.session(number: 1) == nil)
        let steps: [Int64] = [1, 2, 3, 500, 501, 1_000_000, 1_000_001]
        for step in steps {
            let time = Timestamp(seconds: step * 1_000)
            let session = Samples.session(number: step * 2, at: time)
            #expect(try store.writer.write([.create(session)]).get().map(\.isDone) == [true])
        }
        for step in steps {
            #expect(try store.reader.session(number: step * 2)?.createdAt == Timestamp(seconds: step * 1_000))
            #expect(try store.reader.session(number: step * 2 + 1) == nil)
        }
        store.close()
    }

    @Test func `is read by many threads at a time`() throws {
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for number: Int64 in 1...60 {
                let session = try? store.reader.session(number: number)
                #expect(session?.number == number)
            }
        }
    }
}
