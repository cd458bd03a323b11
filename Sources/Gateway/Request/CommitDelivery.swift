import Checkout
import Server

/// Gets the outcomes of each commit from the store. Sends the responses that waited for the commit, and tells the
/// sender of webhooks that deliveries were committed. The store needs this object, so it is made before the store.
final class CommitDelivery: Sendable {
    private let keys: KeysInFlight
    private let log: AccessLog?
    private let storeLog: StoreLog
    private let webhooks: WebhookNews
    private let clock: any Clock

    init(
        _ keys: KeysInFlight, _ log: AccessLog?, _ storeLog: StoreLog, _ webhooks: WebhookNews, _ clock: any Clock
    ) {
        self.webhooks = webhooks
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
            guard let receipt = outcomes[index].receipt as? Receipt else {
                Self.observer(of: outcomes[index]).committed(outcomes[index].result)
                continue
            }
            let response = receipt.response(to: outcomes[index].result, releasing: keys)
            if let log { log.append(response, to: receipt.context, at: clock) }
            answers.add(receipt.context.exchange, response)
        }
        answers.deliver()
        webhooks.noteCommitted()
        storeLog.note(outcomes, stopReason: stopReason, ticks: clock.ticks)
    }

    /// The gateway gives a receipt of its own with each write, and the store returns it unchanged.
    private static func observer(of outcome: WriteOutcome) -> any CommitObserver {
        guard let observer = outcome.receipt as? any CommitObserver else {
            preconditionFailure("Every receipt is a request's or a CommitObserver.")
        }
        return observer
    }
}
