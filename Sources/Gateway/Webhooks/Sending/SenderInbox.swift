import Checkout
import Dispatch
import Outbound
import Synchronization

/// The only way into the sender's thread.
final class SenderInbox: WebhookListener {
    enum Message: Sendable {
        /// Deliveries may be due that the sender does not know.
        case deliveriesChanged
        /// An endpoint is no longer as it was read.
        case endpointChanged(Int64)
        /// The attempt of this delivery ended.
        case ended(delivery: Int64, CallOutcome)
        /// The end of the attempt of this delivery was committed, or could not be.
        case recorded(delivery: Int64, Result<Written, StoreFailure>)
        /// Start no further attempt, and end when those in flight have ended.
        case stop
    }

    private struct Box {
        var messages: [Message] = []
        var hasNewDeliveries = false
    }

    private let box = Mutex(Box())
    private let wakes = DispatchSemaphore(value: 0)

    func endpointChanged(_ id: Int64) {
        post(.endpointChanged(id))
    }

    func deliveriesChanged() {
        post(.deliveriesChanged)
    }

    /// Puts a message in. News of deliveries wait only once.
    func post(_ message: Message) {
        let isFirst = box.withLock { box in
            if case .deliveriesChanged = message {
                if box.hasNewDeliveries { return false }
                box.hasNewDeliveries = true
            }
            box.messages.append(message)
            return box.messages.count == 1
        }
        if isFirst { wakes.signal() }
    }

    /// Waits for messages, and takes all of them; none if the time is over first.
    func take(withinMicroseconds microseconds: Int64) -> [Message] {
        _ = wakes.wait(timeout: .now() + .microseconds(Int(microseconds)))
        return box.withLock { box in
            var messages: [Message] = []
            swap(&messages, &box.messages)
            box.hasNewDeliveries = false
            return messages
        }
    }
}

/// Goes along with the write of an attempt's end, and tells the sender what became of the write.
final class AttemptReceipt: CommitObserver {
    private let delivery: Int64
    private let inbox: SenderInbox

    init(delivery: Int64, _ inbox: SenderInbox) {
        self.delivery = delivery
        self.inbox = inbox
    }

    func committed(_ result: Result<Written, StoreFailure>) {
        inbox.post(.recorded(delivery: delivery, result))
    }
}
