import Synchronization
import Testing

@testable import Gateway

@Suite struct `Lost lines of the log` {
    private final class Said: Sendable {
        let sentences = Mutex<[String]>([])
    }

    private let said = Said()
    private let losses: LogLosses

    init() {
        losses = LogLosses { [said] line in said.sentences.withLock { $0.append(line) } }
    }

    /// All lines, after they were written.
    private func all() -> [String] {
        losses.finish()
        return said.sentences.withLock { $0 }
    }

    @Test func `are not reported while all lines are written`() {
        #expect(losses.noteWritten(ticks: 0))
        #expect(all().isEmpty)
    }

    @Test func `are reported once at the beginning, and counted once at the end`() {
        for tick in 0..<10 { losses.note(2, "No space left on device.", ticks: Int64(tick)) }
        #expect(losses.noteWritten(ticks: 1_000_009))
        #expect(losses.noteWritten(ticks: 2_000_000))
        #expect(
            all() == [
                "lines of the access log are being lost: No space left on device.",
                "the access log is written again; lines that were lost: 20.",
            ])
    }

    @Test func `are one loss if a reader is a little too slow`() {
        for tick in 0..<2_000 {
            losses.note(1, "they are not read as fast as they come.", ticks: Int64(tick) * 1_000)
            #expect(!losses.noteWritten(ticks: Int64(tick) * 1_000 + 500))
        }
        #expect(losses.noteWritten(ticks: 3_000_000))
        losses.note(1, "Broken pipe.", ticks: 3_000_001)
        #expect(
            all() == [
                "lines of the access log are being lost: they are not read as fast as they come.",
                "the access log is written again; lines that were lost: 2000.",
                "lines of the access log are being lost: Broken pipe.", "lines of the access log that were lost: 1.",
            ])
    }
}
