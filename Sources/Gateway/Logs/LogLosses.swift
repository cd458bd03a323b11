import Dispatch
import Synchronization

/// Says when lines of the access log begin to be lost, and how many were once that is over.
///
/// It is said on a queue of its own: an event loop may be the first to notice, and does not wait for who is told.
final class LogLosses: Sendable {
    private struct State {
        /// Lines that were lost since it began.
        var lines = 0
        var lastAt: Int64 = 0
    }

    /// Losing is over when nothing was lost for so long: a reader who is a little too slow loses some of it again and again.
    private static let calmTicks: Int64 = 1_000_000

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "access-log-losses")
    private let say: @Sendable (String) -> Void

    /// - Parameter say: takes one whole sentence.
    init(_ say: @escaping @Sendable (String) -> Void) {
        self.say = say
    }

    /// Notes lines that are lost, and why, in a sentence. `ticks` are microseconds of a clock that nobody sets.
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

    /// Notes that all lines that were waiting are written. False where it is too early to say that losing is over.
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

    /// Says how many were lost that were not told yet, and returns when all is said.
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
