import Checkout
import TestSupport
import Testing
import Webhooks
import Wire

@testable import Gateway

/// What the feed keeps, without threads and without a store.
@Suite struct `The feed's memory` {
    private let all = FeedFilter(format: .gateway, subscription: .all)

    private func entry(_ type: WebhookEventType = .created, account: Int64 = 1, bytes: Int = 1) -> FeedRing.Entry {
        FeedRing.Entry(account: AccountID(account), id: "evt", type: type, body: [UInt8](repeating: 0x20, count: bytes))
    }

    @Test func `gives each event a higher number, from the start on`() {
        var ring = FeedRing(after: 100)
        for _ in 0..<3 { ring.append(entry()) }
        let page = ring.page(after: 100, all)
        #expect(page.entries.map(\.number) == [101, 102, 103])
        #expect(page.next == 103)
        #expect(!page.isLost)
        #expect(ring.page(after: 102, all).entries.map(\.number) == [103])
        #expect(ring.page(after: 103, all).isEmpty)
    }

    @Test func `lets only the wanted types and accounts pass, and moves on past the others`() throws {
        var ring = FeedRing(after: 0)
        for (type, account) in [(.created, 1), (.completed, 1), (.completed, 2)] as [(WebhookEventType, Int64)] {
            ring.append(entry(type, account: account))
        }
        var filter = all
        filter.subscription = WebhookSubscription([.completed])
        #expect(ring.page(after: 0, filter).entries.map(\.number) == [2, 3])
        filter.account = AccountID(2)
        #expect(ring.page(after: 0, filter).entries.map(\.number) == [3])
        filter.account = AccountID(3)
        let none = ring.page(after: 0, filter)
        #expect(none.isEmpty)
        #expect(none.next == 3)
    }

    @Test func `drops the oldest events, and says so to those who have not had them`() {
        var ring = FeedRing(after: 0)
        for _ in 0..<FeedRing.countMax + 2 { ring.append(entry()) }
        #expect(ring.page(after: 1, all).isLost)
        #expect(ring.page(after: 1, all).entries.first?.number == 3)
        #expect(!ring.page(after: 2, all).isLost)
        // Bodies are bounded in bytes too.
        let half = FeedRing.bytesMax / 2
        for _ in 0..<3 { ring.append(entry(bytes: half)) }
        let last = ring.last
        #expect(ring.page(after: last - 3, all).isLost)
        #expect(!ring.page(after: last - 2, all).isLost)
    }

    @Test func `fills a page up to its bounds, and the next one goes on from there`() {
        for bytes in [1, FeedRing.pageBytesMax / 2] {
            var ring = FeedRing(after: 0)
            for _ in 0..<FeedRing.pageCountMax + 1 { ring.append(entry(bytes: bytes)) }
            var numbers: [Int64] = []
            var position: Int64 = 0
            repeat {
                let page = ring.page(after: position, all)
                #expect(page.entries.count <= (bytes == 1 ? FeedRing.pageCountMax : 2))
                numbers += page.entries.map(\.number)
                position = page.next
            } while position < ring.last && numbers.count < FeedRing.countMax
            // The second ring has dropped what is beyond its bytes.
            #expect(numbers == Array((numbers.first ?? 0)...ring.last))
        }
    }

    @Test func `says that events may be lost after a gap, and to a position that nobody was given`() {
        var ring = FeedRing(after: 10)
        ring.append(entry())
        ring.skip()
        ring.append(entry())
        #expect(ring.page(after: 11, all).isLost)
        #expect(ring.page(after: 11, all).entries.map(\.number) == [13])
        #expect(!ring.page(after: 12, all).isLost)
        for foreign: Int64 in [9, 14] { #expect(ring.page(after: foreign, all).isLost) }
        #expect(ring.page(after: 14, all).next == 13)
        // A later process begins with a higher number, so that positions of an earlier one are known as such.
        #expect(FeedRing(after: 20).page(after: 13, all).isLost)
    }

    @Test func `ends a wait with an event, with its time, and at a stop`() {
        var places = FeedPlaces()
        func add(_ until: Int64) -> Bool {
            places.add(FeedPlaces.Waiting(filter: all, after: 0, until: until) { _ in })
        }
        for until in 1...Int64(FeedPlaces.countMax) { #expect(add(until)) }
        #expect(!add(1))
        #expect(places.next == 1)
        var ring = FeedRing(after: 0)
        func take(_ now: Int64?) -> [Int64] {
            places.takeReady(at: now) { ring.page(after: $0, $1) }.map(\.waiting.until)
        }
        #expect(take(0) == [])
        #expect(take(2) == [1, 2])
        #expect(places.next == 3)
        ring.append(entry(.ping))
        #expect(take(2) == Array(3...Int64(FeedPlaces.countMax)))
        #expect(places.next == nil)
        ring = FeedRing(after: 0)
        #expect(add(9))
        #expect(take(nil) == [9])
    }

    /// The letters are events in the order of their writes: c is committed.
    private func candidates(_ letters: String) -> [FeedCandidates.Candidate] {
        let bodies = WebhookBodies([], Links(publicURL: "", mac: MessageAuthenticator(key: []).code))
        return (0..<letters.utf8.count).map { number in
            let session = Samples.session(number: Int64(number))
            let event = SessionEvent(
                sequence: Int64(number), NewEvent(.created, by: .account, at: Samples.start))
            return FeedCandidates.Candidate(
                event: OutboxEvent(event, in: session.id, of: session.account, before: .open), session: session,
                bodies: bodies, at: Int64(number))
        }
    }

    @Test(arguments: [
        ("", [], 0), ("-", [], 0), ("c", [0], 1), ("c-", [0], 1), ("-c", [1], 2), ("--c-", [2], 3),
        ("c-c--", [0, 2], 3),
    ])
    func `tells only what is committed, in the order of the writes`(
        _ letters: String, _ told: [Int64], _ decided: Int
    ) {
        let isCommitted = letters.utf8.map { $0 == UInt8(ascii: "c") }
        let decision = FeedCandidates.decide(candidates(letters)) { isCommitted[Int($0.event.event.sequence)] }
        #expect(decision.committed.map(\.event.event.sequence) == told)
        #expect(decision.decided == decided)
    }

    @Test func `asks again about an event that may have been committed meanwhile`() {
        // Both are committed between the question about the first and that about the second.
        var asked: [Int64] = []
        let decision = FeedCandidates.decide(candidates("cc-")) { candidate in
            asked.append(candidate.event.event.sequence)
            return candidate.event.event.sequence < 2
        }
        #expect(asked == [2, 1, 0])
        #expect(decision.committed.map(\.event.event.sequence) == [0, 1])
    }

    @Test func `forgets what is not committed for a minute, and keeps a bounded number`() {
        var kept = FeedCandidates()
        for candidate in candidates("---") { _ = kept.append(candidate) }
        kept.remove(first: 1, at: FeedCandidates.patience + 1)
        #expect(kept.all.map(\.at) == [1, 2])
        kept.remove(first: 0, at: FeedCandidates.patience + 2)
        #expect(kept.all.map(\.at) == [2])
        let candidate = candidates("-")[0]
        for _ in 1..<FeedCandidates.countMax { _ = kept.append(candidate) }
        let isKept = kept.append(candidate)
        #expect(!isKept)
        #expect(kept.all.count == FeedCandidates.countMax)
    }
}
