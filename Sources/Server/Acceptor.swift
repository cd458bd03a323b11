import Synchronization

/// Accepts connections for all loops, on the thread of the first loop, and gives each to the loop that has the fewest.
///
/// There is one acceptor, and not a socket with SO_REUSEPORT for each loop: the kernel spreads connections over such
/// sockets by a hash, so a few long-lived connections would leave a core idle.
final class Acceptor {
    /// Connections taken from one socket in one iteration of the loop, so that a flood of new ones does not starve the
    /// others.
    private static let connectionsPerIterationMax = 64
    /// How long the acceptor pauses after the process has run out of descriptors.
    private static let pauseNanoseconds = 100 * LoopClock.nanosecondsPerMillisecond

    private var listeners: [ListenerBox]
    private let admission: Admission
    private let mailboxes: [Mailbox]
    /// When the pause ends; nil outside a pause. During it the loop does not watch the listeners, because
    /// level-triggered epoll would report them without end.
    private(set) var resumesAt: Int64?

    init(listeners: [ListenerBox], admission: Admission, mailboxes: [Mailbox]) {
        self.listeners = listeners
        self.admission = admission
        self.mailboxes = mailboxes
    }

    /// The sockets that the loop watches; empty after `close`.
    var descriptorNumbers: [Int32] { listeners.map { $0.listener.descriptor.number } }

    /// Accepts waiting clients, up to the bound of an iteration for each socket. Returns whether more may be waiting.
    func accept(on loop: inout EventLoop) -> Bool {
        var mayWait = false
        for box in listeners where resumesAt == nil {
            if accept(from: box, on: &loop) { mayWait = true }
        }
        return mayWait && resumesAt == nil
    }

    private func accept(from box: ListenerBox, on loop: inout EventLoop) -> Bool {
        for _ in 0..<Acceptor.connectionsPerIterationMax {
            switch box.listener.accept() {
            case .connection(let number, let peer):
                hand(Descriptor(number), of: peer, from: &loop)
            case .gone:
                continue
            case .empty:
                return false
            case .exhausted:
                resumesAt = loop.now + Acceptor.pauseNanoseconds
                loop.watchListeners(false)
                return false
            }
        }
        return true
    }

    /// Watches the listener again when the pause is over.
    func resumeIfDue(on loop: borrowing EventLoop) {
        guard let due = resumesAt, due <= loop.now else { return }
        resumesAt = nil
        loop.watchListeners(true)
    }

    /// Accepts until no client waits, then closes the sockets. Closing them first would reset the clients in their
    /// queues.
    func close(on loop: inout EventLoop) {
        while accept(on: &loop) {}
        resumesAt = nil
        listeners = []
    }

    private func hand(_ descriptor: consuming Descriptor, of peer: PeerAddress, from loop: inout EventLoop) {
        guard admission.enter(peer) else { return loop.refuse(descriptor, of: peer) }
        var chosen = loop.mailbox
        var fewest = chosen.connectionCount.load(ordering: .relaxed)
        for mailbox in mailboxes {
            let count = mailbox.connectionCount.load(ordering: .relaxed)
            if count < fewest { (chosen, fewest) = (mailbox, count) }
        }
        // The count grows here and not on arrival; otherwise a burst would all go to one loop.
        chosen.connectionCount.add(1, ordering: .relaxed)
        if chosen === loop.mailbox {
            loop.adopt(descriptor, of: peer)
        } else {
            let number = descriptor.release()
            guard !chosen.post(.adopt(descriptor: number, peer)) else { return }
            _ = Descriptor(number)
            admission.leave(peer)
        }
    }
}

/// Owns a listening socket for the acceptor's array, because arrays hold only values that can be copied.
final class ListenerBox {
    let listener: Listener

    /// Takes over a listening socket that its last owner gave away as a number.
    init(adopting number: Int32) {
        listener = Listener(adopting: number)
    }
}
