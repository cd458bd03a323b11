import Synchronization

/// Accepts for all loops, on the first one's thread, and hands each connection to the loop that has the fewest.
///
/// One acceptor rather than a socket with SO_REUSEPORT for each loop: that spreads connections by a hash, so a few
/// long-lived ones leave a core idle.
final class Acceptor {
    /// Connections taken in one turn, so that a flood of them does not starve those that are there.
    private static let connectionsPerTurnMax = 64
    /// How long nobody is accepted after descriptors ran out.
    private static let pauseNanoseconds = 100 * LoopClock.nanosecondsPerMillisecond

    private var listeners: [ListenerBox]
    private let admission: Admission
    private let mailboxes: [Mailbox]
    /// While this is set the listener is not watched: level-triggered epoll would report it without end.
    private(set) var resumesAt: Int64?

    init(listeners: [ListenerBox], admission: Admission, mailboxes: [Mailbox]) {
        self.listeners = listeners
        self.admission = admission
        self.mailboxes = mailboxes
    }

    /// What the loop watches; nothing after `close`.
    var descriptorNumbers: [Int32] { listeners.map { $0.listener.descriptor.number } }

    /// Accepts what waits, up to the bound of a turn for each socket. Answers whether somebody may still be waiting.
    func accept(on loop: inout EventLoop) -> Bool {
        var mayWait = false
        for box in listeners where resumesAt == nil {
            if accept(from: box, on: &loop) { mayWait = true }
        }
        return mayWait && resumesAt == nil
    }

    private func accept(from box: ListenerBox, on loop: inout EventLoop) -> Bool {
        for _ in 0..<Acceptor.connectionsPerTurnMax {
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

    /// Accepts until nobody waits, then closes the sockets: closing them first would reset those in their queues.
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
        // Counted here and not on arrival, or a burst would all go to one loop.
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

/// Owns a listening socket, since what cannot be copied stands in no array.
final class ListenerBox {
    let listener: Listener

    /// Takes over a listening socket that was given away as a number.
    init(adopting number: Int32) {
        listener = Listener(adopting: number)
    }
}
