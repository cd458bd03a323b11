import Dispatch
import Synchronization

/// Reports when the access log begins to lose lines, and at the end how many it lost.
///
/// It reports on a queue of its own: an event loop may be the first to notice a loss, and must not wait for the reader
/// of the report.
final class LogLosses: Sendable {
    private struct State {
        /// Lines lost since the losses began.
        var lines = 0
        var lastAt: Int64 = 0
    }

    /// The losses are over after this long without a loss, because a reader that is a little too slow causes them again
    /// and again.
    private static let calmTicks: Int64 = 1_000_000

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "access-log-losses")
    private let say: @Sendable (String) -> Void

    /// - Parameter say: writes one sentence.
    init(_ say: @escaping @Sendable (String) -> Void) {
        self.say = say
    }

    /// Counts lost lines, with the reason as a sentence. `ticks` are microseconds of a monotonic clock.
    func note(_ lines: Int, _ reason: @autoclosure () -> String, ticks: Int64) {
        let isFirst = state.withLock { state in
            defer {
                state.lines += lines
                state.lastAt = ticks
            }
            return state.lines == 0
        }
        if isFirst { tell("lines of the access log are being lost: \(reason())") }
    }

    /// Notes that all waiting lines are written. False if it is too early to say that the losses are over.
    func noteWritten(ticks: Int64) -> Bool {
        let lines: Int? = state.withLock { state in
            guard state.lines > 0 else { return 0 }
            guard ticks - state.lastAt >= Self.calmTicks else { return nil }
            defer { state = State() }
            return state.lines
        }
        guard let lines else { return false }
        if lines > 0 { tell("the access log is written again; lines that were lost: \(lines).") }
        return true
    }

    /// Reports the losses that were not reported yet, and returns when the reports are written.
    func finish() {
        let lines = state.withLock { state in
            defer { state = State() }
            return state.lines
        }
        if lines > 0 { tell("lines of the access log that were lost: \(lines).") }
        queue.sync {}
    }

    private func tell(_ sentence: String) {
        queue.async { [say] in say(sentence) }
    }
}
