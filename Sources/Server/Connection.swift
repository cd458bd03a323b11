import Glibc
import Wire

/// One client's socket, with what was received and not used, and what is owed and not sent. All decisions about the
/// protocol are `ConnectionState`'s; this moves octets and sets deadlines.
struct Connection: ~Copyable {
    let key: ConnectionKey
    let peer: PeerAddress
    private let descriptor: Descriptor
    private var state: ConnectionState
    private var inbox = Inbox()
    private var outbox = Outbox()
    /// Numbers the requests, so that an answer finds the one it is for.
    private var sequence: UInt32 = 0
    private var interest: Poller.Interest = .read
    private var deadline: Deadlines.Kind?
    private var hasBodyDeadline = false
    private var hasPeerEnded = false
    private var isOpen = true
    private var isHalfClosed = false
    private var lingeredBytes = 0
    /// What this connection adds to the loop's `heldBytes`.
    private(set) var heldBytes = 0

    init(_ descriptor: consuming Descriptor, peer: PeerAddress, key: ConnectionKey, limits: HTTPLimits) {
        self.descriptor = consume descriptor
        self.peer = peer
        self.key = key
        state = ConnectionState(limits: limits)
    }

    /// Begins to wait for requests; false when the poller has no room.
    mutating func watch(on loop: inout EventLoop) -> Bool {
        guard loop.poller.add(descriptor.number, key: key.packed, interest: interest) else { return false }
        setDeadlines(Standing(phase: .idle), Turn(), on: &loop)
        return true
    }

    mutating func ready(_ event: Poller.Event, on loop: inout EventLoop) {
        if event.isBroken {
            // Nothing that is sent now arrives. What was read already keeps its effect.
            return close(on: &loop)
        }
        if event.isWritable { flushOutbox(on: &loop) }
        if event.isReadable, isOpen, interest.contains(.read) { receive(on: &loop) }
    }

    /// An answer from another thread. It counts only for the request that waits now.
    mutating func answer(_ response: Response, sequence: UInt32, on loop: inout EventLoop) {
        guard state.phase == .answering, sequence == self.sequence else { return }
        var turn = Turn()
        encode(response, &turn, on: &loop)
        settle(&turn, on: &loop)
    }

    mutating func expire(_ kind: Deadlines.Kind, on loop: inout EventLoop) {
        if kind == deadline { deadline = nil }
        if kind == .body { hasBodyDeadline = false }
        switch kind {
        case .answer, .write, .linger:
            close(on: &loop)
        case .idle, .head, .bodySilence, .body:
            var turn = Turn()
            let unread = inbox.bytes
            act(on: state.timeOut(unread.span), &turn, on: &loop)
            settle(&turn, on: &loop)
        }
    }

    /// The server is stopping: an idle connection ends now, unless a request has just come in.
    mutating func stop(on loop: inout EventLoop) {
        state.stop()
        guard state.phase == .idle else { return }
        receive(on: &loop)
        guard isOpen, state.phase == .idle else { return }
        resume(on: &loop)
    }

    /// What happened in one go, from which the deadlines follow.
    private struct Turn {
        /// A request was finished, so what comes now is another one.
        var hasServed = false
        /// Content came in.
        var hasReceived = false
        /// The outbox bound was met; there may be more requests to read.
        var isChoked = false
        var closes = false
    }

    private mutating func receive(on loop: inout EventLoop) {
        let room = receiveRoom(on: loop)
        guard room > 0 else {
            // Behind an unanswered request there is as much as may be held.
            return setInterest(standing, on: loop)
        }
        var count = 0
        repeat {
            count = recv(descriptor.number, loop.scratch.baseAddress, room, 0)
        } while count < 0 && errno == EINTR
        guard count >= 0 else {
            if errno != EAGAIN { close(on: &loop) }
            return
        }
        let received = UnsafeBufferPointer(rebasing: loop.scratch[..<count])
        if count == 0 {
            hasPeerEnded = true
            state.peerEnded()
            resume(on: &loop)
        } else if state.phase == .lingering {
            linger(count, on: &loop)
        } else if state.phase == .answering || !inbox.isEmpty {
            inbox.append(received)
            resume(on: &loop, hasReceived: true)
        } else {
            var turn = Turn()
            turn.hasReceived = true
            let used = advance(received.span, &turn, on: &loop)
            inbox.append(UnsafeBufferPointer(rebasing: received[used...]))
            settle(&turn, on: &loop)
        }
    }

    /// How much may be read now. Behind an unanswered request only a little is held.
    private func receiveRoom(on loop: borrowing EventLoop) -> Int {
        guard state.phase == .answering else { return loop.scratch.count }
        return min(loop.scratch.count, loop.limits.http.pipelinedBytesMax - inbox.bytes.count)
    }

    private mutating func linger(_ count: Int, on loop: inout EventLoop) {
        lingeredBytes += count
        guard lingeredBytes <= loop.limits.lingerBytesMax else { return close(on: &loop) }
        var turn = Turn()
        turn.hasReceived = true
        setDeadlines(standing, turn, on: &loop)
    }

    /// Goes on with what is in the inbox.
    private mutating func resume(on loop: inout EventLoop, hasReceived: Bool = false) {
        var turn = Turn()
        turn.hasReceived = hasReceived
        advanceInbox(&turn, on: &loop)
        settle(&turn, on: &loop)
    }

    private mutating func advanceInbox(_ turn: inout Turn, on loop: inout EventLoop) {
        // The octets are moved out while they are read, since the state and the handler must not see them change.
        var held = Inbox()
        swap(&held, &inbox)
        held.drop(advance(held.bytes.span, &turn, on: &loop))
        inbox = held
    }

    /// Reads and answers requests one after the other. Answers how many octets were used up.
    private mutating func advance(_ bytes: Span<UInt8>, _ turn: inout Turn, on loop: inout EventLoop) -> Int {
        turn.isChoked = false
        var offset = 0
        while !turn.closes {
            guard loop.output.count < loop.limits.outboxBytesMax else {
                turn.isChoked = true
                break
            }
            let action = state.read(bytes, from: &offset)
            if case .wait = action { break }
            act(on: action, &turn, on: &loop)
        }
        return offset
    }

    private mutating func act(on action: ConnectionState.Action, _ turn: inout Turn, on loop: inout EventLoop) {
        switch action {
        case .wait:
            break
        case .sendContinue:
            loop.output.append(contentsOf: ResponseEncoder.continueResponse)
        case .handle(let request):
            sequence &+= 1
            let exchange = Exchange(peer: peer, mailbox: loop.mailbox, key: key, sequence: sequence)
            if let response = loop.handler.handle(request, exchange) { encode(response, &turn, on: &loop) }
        case .refuse(let error, let head):
            sequence &+= 1
            encode(loop.handler.refuse(error, head: head, peer: peer), &turn, on: &loop)
        case .close:
            turn.closes = true
        }
    }

    private mutating func encode(_ response: Response, _ turn: inout Turn, on loop: inout EventLoop) {
        let context = state.answer(closes: response.closes)
        loop.encoder.encode(response, in: context, into: &loop.output)
        turn.hasServed = true
    }

    /// Sends what the turn has brought, goes on where that makes room, and sets what is to be waited for.
    private mutating func settle(_ turn: inout Turn, on loop: inout EventLoop) {
        while true {
            guard send(on: &loop) else { return close(on: &loop) }
            guard outbox.isEmpty else { break }
            // A late answer frees the way for requests that wait in the inbox, or for the end behind them.
            let mayGoOn = turn.isChoked || (turn.hasServed && (hasPeerEnded || !inbox.isEmpty))
            guard mayGoOn, !turn.closes, state.phase != .lingering, state.phase != .answering else { break }
            let before = inbox.bytes.count
            advanceInbox(&turn, on: &loop)
            guard turn.isChoked || turn.closes || !loop.output.isEmpty || inbox.bytes.count < before else { break }
        }
        var standing = standing
        if standing.owedBytes == 0 {
            if turn.closes || standing.phase == .closed { return close(on: &loop) }
            if standing.phase == .lingering, !isHalfClosed {
                isHalfClosed = true
                inbox = Inbox()
                standing.receivedBytes = 0
                _ = shutdown(descriptor.number, Int32(SHUT_WR))
            }
        }
        guard hold(standing, on: &loop) else { return close(on: &loop) }
        setInterest(standing, on: loop)
        setDeadlines(standing, turn, on: &loop)
    }

    /// Where a connection stands at the end of a turn, from which follows what it waits for.
    private struct Standing {
        var phase: ConnectionState.Phase
        /// Octets in the inbox.
        var receivedBytes = 0
        /// Octets of content of a request that is not whole.
        var contentBytes = 0
        /// Octets in the outbox.
        var owedBytes = 0
    }

    private var standing: Standing {
        Standing(
            phase: state.phase, receivedBytes: inbox.bytes.count, contentBytes: state.heldBytes,
            owedBytes: outbox.count)
    }

    /// Counts what this connection holds now; false when there is no room for it.
    private mutating func hold(_ standing: Standing, on loop: inout EventLoop) -> Bool {
        let held = standing.receivedBytes + standing.contentBytes + standing.owedBytes
        guard held != heldBytes else { return true }
        let hasGrown = held > heldBytes
        loop.heldBytes += held - heldBytes
        heldBytes = held
        return !hasGrown || loop.heldBytes <= loop.heldBytesMax
    }

    /// Sends the loop's output straight away; what the socket does not take is owed. False when the client is gone.
    private mutating func send(on loop: inout EventLoop) -> Bool {
        guard !loop.output.isEmpty else { return true }
        defer { loop.output.removeAll(keepingCapacity: true) }
        guard outbox.isEmpty else {
            outbox.append(loop.output[...])
            return true
        }
        guard let sent = send(loop.output[...]) else { return false }
        if sent < loop.output.count { outbox.append(loop.output[sent...]) }
        return true
    }

    /// One `send`; nil when the connection is broken.
    private func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        var count = 0
        repeat {
            count = bytes.withUnsafeBytes {
                Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        } while count < 0 && errno == EINTR
        if count < 0 { return errno == EAGAIN ? 0 : nil }
        return count
    }

    private mutating func flushOutbox(on loop: inout EventLoop) {
        guard !outbox.isEmpty else { return }
        guard let sent = send(outbox.unsent) else { return close(on: &loop) }
        outbox.take(sent)
        if outbox.isEmpty { resume(on: &loop) }
    }

    private mutating func setInterest(_ standing: Standing, on loop: borrowing EventLoop) {
        var wanted: Poller.Interest = []
        let isFull =
            standing.phase == .answering && standing.receivedBytes >= loop.limits.http.pipelinedBytesMax
        if !hasPeerEnded, standing.owedBytes == 0, !isFull { wanted.insert(.read) }
        if standing.owedBytes > 0 { wanted.insert(.write) }
        guard wanted != interest else { return }
        interest = wanted
        loop.poller.change(descriptor.number, key: key.packed, interest: wanted)
    }

    private mutating func setDeadlines(_ standing: Standing, _ turn: Turn, on loop: inout EventLoop) {
        let slot = Int(key.slot)
        let wanted: Deadlines.Kind? =
            if standing.owedBytes > 0 {
                .write
            } else {
                switch standing.phase {
                case .idle: .idle
                case .head: .head
                case .body: .bodySilence
                case .answering: .answer
                case .lingering: .linger
                case .closed: nil
                }
            }
        if wanted != deadline {
            loop.deadlines.replace(deadline, by: wanted, slot: slot, now: loop.now)
            deadline = wanted
        } else if let wanted, startsAnew(wanted, turn) {
            loop.deadlines.arm(wanted, slot: slot, now: loop.now)
        }
        if standing.phase == .body || standing.phase == .lingering {
            if !hasBodyDeadline || turn.hasServed { loop.deadlines.arm(.body, slot: slot, now: loop.now) }
            hasBodyDeadline = true
        } else if hasBodyDeadline {
            loop.deadlines.cancel(.body, slot: slot)
            hasBodyDeadline = false
        }
    }

    private func startsAnew(_ kind: Deadlines.Kind, _ turn: Turn) -> Bool {
        switch kind {
        case .idle, .head, .answer: turn.hasServed
        case .bodySilence, .linger: turn.hasServed || turn.hasReceived
        // These last from their beginning, however much trickles.
        case .body, .write: false
        }
    }

    private mutating func close(on loop: inout EventLoop) {
        guard isOpen else { return }
        isOpen = false
        loop.output.removeAll(keepingCapacity: true)
        loop.remove(self)
    }
}
