import Synchronization

/// Carries the news of committed deliveries from the store to the sender. It is made before both.
final class WebhookNews: Sendable {
    private let hasMade = Atomic(false)
    private let listener = Mutex<(any WebhookListener)?>(nil)

    /// From now on this object hears of changes; nil: nobody does.
    func tell(_ listener: (any WebhookListener)?) {
        self.listener.withLock { $0 = listener }
    }

    /// Deliveries were made, and are about to be committed.
    func noteMade() {
        hasMade.store(true, ordering: .releasing)
    }

    /// What was made on this thread is committed.
    func noteCommitted() {
        guard hasMade.load(ordering: .acquiring), hasMade.exchange(false, ordering: .acquiringAndReleasing) else {
            return
        }
        deliveriesChanged()
    }

    /// There may be deliveries that are due.
    func deliveriesChanged() {
        listener.withLock(\.self)?.deliveriesChanged()
    }

    /// An endpoint was made, changed or removed.
    func endpointChanged(_ id: Int64) {
        listener.withLock(\.self)?.endpointChanged(id)
    }
}

/// Hears of committed changes, on any thread.
protocol WebhookListener: AnyObject, Sendable {
    /// An endpoint was made, changed, disabled, enabled or removed.
    func endpointChanged(_ id: Int64)
    /// There may be deliveries that are due.
    func deliveriesChanged()
}
