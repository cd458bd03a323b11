import Synchronization
import Wire

/// Where the outcome of a call goes. It is called once, usually on the room's thread, which it must not hold up.
package typealias Deliver = @Sendable (CallOutcome) -> Void

/// A call and where its outcome goes.
struct PendingCall: Sendable {
    let call: OutgoingCall
    let deliver: Deliver
}

/// The only way into the thread of a room.
final class RoomInbox: Sendable {
    enum Message: Sendable {
        case call(PendingCall)
        /// The addresses of a name, for which a lookup has ended; none if it found none.
        case found(name: String, [IPAddress])
        /// End the calls in flight within this time, and all others now.
        case close(drain: Duration)
    }

    private struct Box {
        var messages: [Message] = []
        var callCount = 0
        var isClosing = false
    }

    private let box = Mutex(Box())
    private let multi: MultiHandle
    private let callsMax: Int

    /// - Parameter callsMax: calls that have no outcome yet.
    init(wakes multi: MultiHandle, callsMax: Int) {
        self.multi = multi
        self.callsMax = callsMax
    }

    /// Puts a call in. Returns the failure of a call for which there is no room.
    func post(_ call: PendingCall) -> CallFailure? {
        let failure: CallFailure? = box.withLock { box in
            if box.isClosing { return .closed }
            guard box.callCount < callsMax else {
                return CallFailure(.overloaded, "\(callsMax) calls wait already")
            }
            box.callCount += 1
            box.messages.append(.call(call))
            return nil
        }
        if failure == nil { multi.wakeUp() }
        return failure
    }

    /// Puts in what a lookup found.
    func post(_ name: String, _ addresses: [IPAddress]) {
        box.withLock { $0.messages.append(.found(name: name, addresses)) }
        multi.wakeUp()
    }

    /// Lets no further call in, and tells the thread to end. Only the first close counts.
    func close(drain: Duration) {
        box.withLock { box in
            guard !box.isClosing else { return }
            box.isClosing = true
            box.messages.append(.close(drain: drain))
        }
        multi.wakeUp()
    }

    func take() -> [Message] {
        box.withLock { box in
            let messages = box.messages
            box.messages = []
            return messages
        }
    }

    /// Makes room for another call, before the outcome of one is delivered.
    func noteEnd() {
        box.withLock { $0.callCount -= 1 }
    }
}
