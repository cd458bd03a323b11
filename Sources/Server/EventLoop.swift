import Glibc
import Synchronization
import Wire

// Rule 1: nothing in a loop blocks, except its wait for events.
// Rule 2: all state belongs to the thread that made it; other threads reach it through the mailbox only.

/// One thread's connections: it waits until some are ready, reads their requests, has the handler answer them, and
/// sends.
///
/// The loop and its connections are values that cannot be copied, so the compiler proves that no two accesses overlap.
/// With classes the program would check that at run time, some thirty times a request.
struct EventLoop: ~Copyable {
    private static let listenerKey = UInt64.max
    private static let mailboxKey = UInt64.max - 1
    /// The most bytes that one read takes. Whole requests are parsed in this buffer, without being copied.
    private static let scratchBytes = 64 * 1024

    let mailbox: Mailbox
    let handler: any Handler
    let limits: ServerLimits
    let admission: Admission
    let scratch: UnsafeMutableBufferPointer<UInt8>
    let poller: Poller
    var deadlines: Deadlines
    var encoder: ResponseEncoder
    /// Answers of the connection that is being served. All connections share this buffer; it is empty between two of
    /// them.
    var output: [UInt8] = []
    /// CLOCK_MONOTONIC in nanoseconds, read once an iteration.
    private(set) var now = LoopClock.monotonicNanoseconds()
    /// Bytes that are held for the clients of this loop.
    var heldBytes = 0
    /// The most bytes that may be held for the clients of this loop.
    let heldBytesMax: Int
    private var acceptor: Acceptor?
    private var pinning: LoopPinning?
    private var connections: [ConnectionBox?] = []
    private var generations: [UInt32] = []
    private var freeSlots: [Int] = []
    private var drainsUntil: Int64?
    private var connectionCount: Int { connections.count - freeSlots.count }

    init(
        mailbox: Mailbox, handler: any Handler, limits: ServerLimits, index: Int, of loopCount: Int,
        admission: Admission, acceptor: Acceptor?
    ) throws(ServerFault) {
        poller = try EventLoop.poller(watching: mailbox, acceptor)
        self.mailbox = mailbox
        self.handler = handler
        self.limits = limits
        self.admission = admission
        self.acceptor = acceptor
        heldBytesMax = limits.heldBytesMax / loopCount
        pinning = LoopPinning(loop: index, of: loopCount, now: LoopClock.monotonicNanoseconds())
        deadlines = Deadlines(limits)
        encoder = ResponseEncoder(keepAliveSeconds: limits.idleTimeoutMilliseconds / 1_000)
        scratch = .allocate(capacity: EventLoop.scratchBytes)
        scratch.initialize(repeating: 0)
    }

    private static func poller(watching mailbox: Mailbox, _ acceptor: Acceptor?) throws(ServerFault) -> Poller {
        let poller = try Poller()
        guard poller.add(mailbox.descriptorNumber, key: EventLoop.mailboxKey, interest: .read) else {
            throw .resourcesUnavailable(code: errno)
        }
        for number in acceptor?.descriptorNumbers ?? [] {
            guard poller.add(number, key: EventLoop.listenerKey, interest: .read) else {
                throw .resourcesUnavailable(code: errno)
            }
        }
        return poller
    }

    deinit {
        scratch.deallocate()
    }

    /// Runs until the loop is told to drain and has drained. Returns how many connections were cut off.
    mutating func run() -> Int {
        while true {
            runIteration()
            guard let drainsUntil else { continue }
            if connectionCount == 0 { break }
            if now >= drainsUntil { break }
        }
        return end()
    }

    /// Takes over an accepted connection, which the acceptor has counted.
    mutating func adopt(_ descriptor: consuming Descriptor, of peer: PeerAddress) {
        let slot = freeSlots.popLast() ?? connections.count
        if slot == connections.count {
            connections.append(nil)
            generations.append(0)
        }
        generations[slot] &+= 1
        let key = ConnectionKey(slot: UInt32(slot), generation: generations[slot])
        let box = ConnectionBox(Connection(descriptor, peer: peer, key: key, limits: limits, now: now))
        connections[slot] = box
        guard box.connection.watch(on: &self) else {
            remove(box.connection)
            return
        }
        if drainsUntil != nil { box.connection.stop(on: &self) }
    }

    /// Answers that there is no room for this connection, and closes it.
    ///
    /// The answer is written once, without waiting for the client to take it. Bytes that the client has sent already
    /// are read and dropped, because closing a socket with unread bytes resets the connection, and a reset can overtake
    /// the answer. Bytes that the client sends later still cause a reset; then the client is no worse off than after a
    /// plain close.
    mutating func refuse(_ descriptor: consuming Descriptor, of peer: PeerAddress) {
        var answer: [UInt8] = []
        encoder.encode(handler.refuseConnection(from: peer), in: AnswerContext(persists: false), into: &answer)
        _ = answer.withUnsafeBytes {
            send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        _ = shutdown(descriptor.number, Int32(SHUT_WR))
        _ = recv(descriptor.number, scratch.baseAddress, scratch.count, 0)
    }

    /// Forgets a connection. Its descriptor is closed when the caller lets go of the connection's box.
    mutating func remove(_ connection: borrowing Connection) {
        let slot = Int(connection.key.slot)
        heldBytes -= connection.heldBytes
        deadlines.cancelAll(slot: slot)
        connections[slot] = nil
        freeSlots.append(slot)
        mailbox.connectionCount.subtract(1, ordering: .relaxed)
        admission.leave(connection.peer)
    }

    func watchListeners(_ areWatched: Bool) {
        for number in acceptor?.descriptorNumbers ?? [] {
            poller.change(number, key: EventLoop.listenerKey, interest: areWatched ? .read : [])
        }
    }

    private mutating func runIteration() {
        let count = poller.wait(milliseconds: waitMilliseconds())
        now = LoopClock.monotonicNanoseconds()
        pinning?.note(events: count, at: now)
        encoder.setClock(secondsSince1970: LoopClock.secondsSince1970())
        for index in 0..<count { dispatch(poller.event(at: index)) }
        handler.endIteration()
        while let (deadline, slot) = deadlines.takeExpired(now: now) {
            connections[slot]?.connection.expire(deadline, on: &self)
        }
        acceptor?.resumeIfDue(on: self)
    }

    /// Milliseconds until the next deadline, rounded up so that the loop does not wake just before it; -1 if none runs.
    private func waitMilliseconds() -> Int32 {
        var due = deadlines.next
        for other in [drainsUntil, acceptor?.resumesAt] {
            guard let other else { continue }
            due = min(due ?? other, other)
        }
        guard let due else { return -1 }
        let nanoseconds = max(0, due - LoopClock.monotonicNanoseconds())
        return Int32(
            clamping: (nanoseconds + LoopClock.nanosecondsPerMillisecond - 1) / LoopClock.nanosecondsPerMillisecond)
    }

    private mutating func dispatch(_ event: Poller.Event) {
        switch event.key {
        case EventLoop.mailboxKey:
            for message in mailbox.take() { obey(message) }
        case EventLoop.listenerKey:
            _ = acceptor?.accept(on: &self)
        default:
            box(ConnectionKey(packed: event.key))?.connection.ready(event, on: &self)
        }
    }

    /// The connection with this key; nil if it is gone, even when another connection has its slot.
    private func box(_ key: ConnectionKey) -> ConnectionBox? {
        let slot = Int(key.slot)
        guard slot < connections.count, generations[slot] == key.generation else { return nil }
        return connections[slot]
    }

    private mutating func obey(_ message: Mailbox.Message) {
        switch message {
        case .answer(let key, let sequence, let response):
            box(key)?.connection.answer(response, sequence: sequence, on: &self)
        case .adopt(let number, let peer):
            adopt(Descriptor(number), of: peer)
        case .stopAccepting(let done):
            acceptor?.close(on: &self)
            acceptor = nil
            done()
        case .drain(let until):
            drainsUntil = until
            for box in connections { box?.connection.stop(on: &self) }
        }
    }

    /// Closes the connections that are left, and returns how many they were.
    private mutating func end() -> Int {
        pinning?.leave()
        for case .adopt(let number, let peer) in mailbox.close() {
            _ = Descriptor(number)
            admission.leave(peer)
        }
        let cut = connectionCount
        for box in connections {
            if let box { remove(box.connection) }
        }
        return cut
    }
}
