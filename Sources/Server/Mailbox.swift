import CLinux
import Glibc
import Synchronization
import Wire

/// The only way into a loop from another thread.
final class Mailbox: Sendable {
    enum Message: Sendable {
        /// The answer to a request of one connection; dropped if that request no longer waits.
        case answer(ConnectionKey, sequence: UInt32, Response)
        /// A connection that another loop has accepted; its descriptor goes with the message.
        case adopt(descriptor: Int32, PeerAddress)
        /// Accept the clients that are queued, then no more; call back when done.
        case stopAccepting(@Sendable () -> Void)
        /// Finish the requests in progress until this time of the monotonic clock, in nanoseconds.
        case drain(until: Int64)
    }

    private struct Box {
        var messages: [Message] = []
        var isClosed = false
    }

    private let box = Mutex(Box())
    private let wakeUp: Descriptor
    /// How many connections the loop has. The acceptor reads it to choose a loop.
    let connectionCount = Atomic<Int>(0)

    init() throws(ServerFault) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .resourcesUnavailable(code: errno) }
        wakeUp = Descriptor(number)
    }

    /// The descriptor that the loop watches.
    var descriptorNumber: Int32 { wakeUp.number }

    /// Puts messages in, in order; false if the loop has ended. Only the message that finds the mailbox empty wakes the
    /// loop, because the loop then takes all messages that have arrived.
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
            // Apart from EINTR, this fails only when the counter is full, and then the loop is awake.
            while write(wakeUp.number, &one, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
        }
        return isAccepted
    }

    @discardableResult
    func post(_ message: Message) -> Bool {
        post([message])
    }

    /// Takes all messages. The counter is emptied before the list, so that a message put in between wakes the loop once
    /// too often and never once too seldom.
    func take() -> [Message] {
        var count: UInt64 = 0
        _ = read(wakeUp.number, &count, MemoryLayout<UInt64>.size)
        return box.withLock { box in
            let messages = box.messages
            box.messages = []
            return messages
        }
    }

    /// Closes the mailbox, and returns the messages that the loop has not taken.
    func close() -> [Message] {
        box.withLock { box in
            let messages = box.messages
            box = Box(messages: [], isClosed: true)
            return messages
        }
    }
}
