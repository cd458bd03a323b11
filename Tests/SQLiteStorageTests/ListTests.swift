import Checkout
import Dispatch
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// How many rows a list reads from the file.
@Suite struct `List of sessions` {
    private let folder = TemporaryFolder()
    private let store: SQLiteStore

    /// 60 sessions, every seventh of one customer.
    init() throws {
        store = try SQLiteStore(path: folder.database) { _, _ in }
        let sessions = (1...60).map { Samples.session(number: $0, customer: $0 % 7 == 0 ? "c" : nil) }
        #expect(try store.writer.write(sessions.map { .create($0) }).get().allSatisfy(\.isDone))
    }

    @Test func `looks at no more rows than allowed`() throws {
        let filter = SessionFilter(customerReference: "c")
        var found: [Int] = []
        var before: ListPosition?
        var pages = 0
        repeat {
            let page = try store.reader.sessions(
                filter, at: Samples.start, after: before, limit: 10, examinedRowsMax: 9
            ) { Int($0.number) }
            found += page.entries
            before = page.next
            pages += 1
            // Nine numbers fewer each time, until no sessions follow.
            #expect(page.searchedTo == (pages < 7 ? 61 - 9 * Int64(pages) : nil))
        } while before != nil && pages < 20
        #expect(found == [56, 49, 42, 35, 28, 21, 14, 7])
        #expect(pages == 7, "60 rows by nine")
    }

    @Test func `reports no early end if the page is full`() throws {
        let full = try store.reader.sessions(SessionFilter(), at: Samples.start, limit: 9, examinedRowsMax: 9) {
            $0.number
        }
        #expect(full.next != nil && full.searchedTo == nil)
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
