import Checkout
import Server

/// Sends the responses that waited for a commit. The store delivers its results to it, so it is made before the store.
final class CommitDelivery: Sendable {
    private let keys: KeysInFlight
    private let log: AccessLog?
    private let storeLog: StoreLog
    private let clock: any Clock

    init(_ keys: KeysInFlight, _ log: AccessLog?, _ storeLog: StoreLog, _ clock: any Clock) {
        self.keys = keys
        self.log = log
        self.storeLog = storeLog
        self.clock = clock
    }

    /// Runs on the store's thread, once for each commit.
    ///
    /// - Parameter stopReason: why the store has stopped writing; nil while it takes writes.
    func deliver(_ outcomes: [WriteOutcome], stopReason: String?) {
        var answers = GatheredAnswers()
        for index in outcomes.indices {
            let receipt = Receipt.of(outcomes[index])
            let response = receipt.response(to: outcomes[index].result, releasing: keys)
            if let log { log.append(response, to: receipt.context, at: clock) }
            answers.add(receipt.context.exchange, response)
        }
        answers.deliver()
        storeLog.note(outcomes, stopReason: stopReason, ticks: clock.ticks)
    }
}
