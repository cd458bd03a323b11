import Checkout
import Synchronization

/// Logs why the store cannot work: one line for each change, not one for each request.
final class StoreLog: Sendable {
    private struct State {
        /// Why the last batch was not written; nil if it was.
        var fault: StoreFailure?
        var saidAt: Int64?
        /// The codes of failed reads that were logged.
        var readCodes: Set<Int32> = []
    }

    /// A disk that is almost full fails and recovers with each batch, so lines are limited to one a second.
    private static let ticksBetweenLines: Int64 = 1_000_000

    private let state = Mutex(State())
    private let say: @Sendable (String) -> Void

    /// - Parameter say: writes one sentence.
    init(_ say: @escaping @Sendable (String) -> Void) {
        self.say = say
    }

    /// Takes the results of a batch. `ticks` are microseconds of a monotonic clock.
    func note(_ outcomes: [WriteOutcome], stopReason: String?, ticks: Int64) {
        let fault = outcomes.lazy.compactMap { item -> StoreFailure? in
            guard case .failure(let failure) = item.result else { return nil }
            return failure
        }.first
        note(fault, stopReason: stopReason, ticks: ticks)
    }

    /// Notes that the store has stopped writing without a failed batch: after a failed checkpoint, or because the
    /// database was moved.
    func noteStop(_ reason: String?, ticks: Int64) {
        if reason != nil { note(.stopped, stopReason: reason, ticks: ticks) }
    }

    /// Notes a failed read. Each of SQLite's codes is logged once.
    func note(reading failure: StoreFailure) {
        guard case .broken(let code, let message) = failure else { return }
        if state.withLock({ $0.readCodes.insert(code).inserted }) {
            say("a read failed, and similar reads may fail too: \(message).")
        }
    }

    /// Notes why a batch was not written; nil if it was.
    func note(_ fault: StoreFailure?, stopReason: String?, ticks: Int64) {
        let isNews = state.withLock { state in
            // A store that has stopped does not write again: a batch that is reported later was written before.
            guard fault != state.fault, state.fault != .stopped else { return false }
            if fault != .stopped, let saidAt = state.saidAt, ticks - saidAt < Self.ticksBetweenLines { return false }
            state.fault = fault
            state.saidAt = ticks
            return true
        }
        guard isNews else { return }
        switch fault {
        case nil: say("writes are taken again.")
        case .stopped:
            say(
                "writing has stopped: \(stopReason ?? "a commit failed"); new writes are refused until the gateway is started "
                    + "again.")
        case .noRoom: say("there is no room on the disk; writes are refused until there is.")
        case .full: say("the queue of writes is full; further writes are refused.")
        case .broken(_, let message): say("a write failed: \(message).")
        }
    }
}
