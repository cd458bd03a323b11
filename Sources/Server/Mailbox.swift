import CLinux
import Glibc
import Synchronization
import Wire

/// The only way into a loop from another thread.
final class Mailbox: Sendable {
    enum Message: Sendable {
        /// The answer to a request of one connection; dropped when that request is no longer waiting.
        case answer(ConnectionKey, sequence: UInt32, Response)
        /// A connection accepted by another loop, which gives its descriptor away with this.
        case adopt(descriptor: Int32, PeerAddress)
        /// Accept what is queued, then nothing more; call back when done.
        case stopAccepting(@Sendable () -> Void)
        /// Finish what is at hand until this time of the monotonic clock, in nanoseconds.
        case drain(until: Int64)
    }

    private struct Box {
        var messages: [Message] = []
        var isClosed = false
    }

    private let box = Mutex(Box())
    private let wakeUp: Descriptor
    /// Connections of the loop, for the acceptor, which hands out new ones.
    let connectionCount = Atomic<Int>(0)

    init() throws(ServerFault) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .resourcesUnavailable(code: errno) }
        wakeUp = Descriptor(number)
    }

    /// What the loop watches.
    var descriptorNumber: Int32 { wakeUp.number }

    /// Leaves messages in order; false when the loop has ended. The loop is woken only when the box was empty: if it
    /// was not, whoever filled it has woken the loop, and the loop takes all there is.
    @discardableResult
    func post(_ messages: [Message]) -> Bool {
        let (isAccepted, wasEmpty) = box.withLock { box in
            guard !box.isClosed else { return (false, false) }
            let wasEmpty = box.messages.isEmpty
            if wasEmpty { box.messages = messages } else { box.messages += messages }
            return (true, wasEmpty)
        }
        if wasEmpty, !messages.isEmpty {
            var one: UInt64 = 1
            // But for EINTR it can fail only when the counter is full, and then the loop is as awake as can be.
            while write(wakeUp.number, &one, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
        }
        return isAccepted
    }

    @discardableResult
    func post(_ message: Message) -> Bool {
        post([message])
    }

    /// Takes all there is. The counter is emptied before the box, so that a message left in between wakes the loop
    /// once more than needed and never once less.
    func take() -> [Message] {
        var count: UInt64 = 0
        _ = read(wakeUp.number, &count, MemoryLayout<UInt64>.size)
        return box.withLock { box in
            let messages = box.messages
            box.messages = []
            return messages
        }
    }

    /// Ends the box and gives back what nobody will take any more.
    func close() -> [Message] {
        box.withLock { box in
            let messages = box.messages
            box = Box(messages: [], isClosed: true)
            return messages
        }
    }
}
