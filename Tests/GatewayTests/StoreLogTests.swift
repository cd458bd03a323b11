import Checkout
import Synchronization
import Testing

@testable import Gateway

@Suite struct `The store's log` {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private let lines = Lines()
    private let log: StoreLog

    init() {
        log = StoreLog { [lines] line in lines.all.withLock { $0.append(line) } }
    }

    private var said: [String] { lines.all.withLock { $0 } }

    @Test func `logs nothing while all batches are written`() {
        log.note(nil, stopReason: nil, ticks: 0)
        log.noteStop(nil, ticks: 1)
        #expect(said.isEmpty)
    }

    @Test func `logs once that there is no room, and once that there is`() {
        for ticks in 0..<10 { log.note(.noRoom, stopReason: nil, ticks: Int64(ticks)) }
        for ticks in 0..<10 { log.note(nil, stopReason: nil, ticks: 2_000_000 + Int64(ticks)) }
        #expect(
            said == ["there is no room on the disk; writes are refused until there is.", "writes are taken again."])
    }

    @Test func `logs at most a line a second for a disk that is almost full`() {
        for ticks in 0..<2_000 {
            log.note(ticks % 2 == 0 ? .noRoom : nil, stopReason: nil, ticks: Int64(ticks) * 1_000)
        }
        #expect(said.count == 2)
    }

    @Test func `logs at once that writing has stopped, with the reason`() {
        log.note(.noRoom, stopReason: nil, ticks: 0)
        log.note(.stopped, stopReason: "disk I/O error (SQLite 1034, errno 5)", ticks: 1)
        log.noteStop("disk I/O error (SQLite 1034, errno 5)", ticks: 9_000_000)
        #expect(said.count == 2)
        let line = "writing has stopped: disk I/O error (SQLite 1034, errno 5); new writes are refused"
        #expect(said.last?.hasPrefix(line) == true)
    }

    @Test func `does not log that writing goes on when an earlier batch is reported late`() {
        log.noteStop("the database was moved", ticks: 0)
        log.note(nil, stopReason: "the database was moved", ticks: 2_000_000)
        #expect(said.count == 1)
    }

    @Test func `logs each kind of failed read once`() {
        let malformed = StoreFailure.broken(code: 11, message: "database disk image is malformed (SQLite 11)")
        for _ in 0..<10 { log.note(reading: malformed) }
        log.note(reading: .broken(code: 10, message: "disk I/O error (SQLite 10)"))
        #expect(said.count == 2)
    }
}
