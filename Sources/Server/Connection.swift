import Glibc
import Wire

/// One client's socket, the received bytes that are not used up, and the bytes of answers that are not sent.
///
/// It receives, sends and closes. `ConnectionPlan` decides what it does next, what it waits for and until when.
struct Connection: ~Copyable {
    let key: ConnectionKey
    let peer: PeerAddress
    private let descriptor: Descriptor
    private var plan: ConnectionPlan
    private var inbox = Inbox()
    private var outbox = Outbox()
    /// The number of the last request, so that a late answer goes only to the request that it belongs to.
    private var sequence: UInt32 = 0
    private var isOpen = true
    /// What this connection adds to the loop's `heldBytes`.
    private(set) var heldBytes = 0

    init(
        _ descriptor: consuming Descriptor, peer: PeerAddress, key: ConnectionKey, limits: ServerLimits, now: Int64
    ) {
        self.descriptor = consume descriptor
        self.peer = peer
        self.key = key
        plan = ConnectionPlan(
            limits: limits.http, pendingBytesMax: limits.outboxBytesMax, droppedBytesMax: limits.lingerBytesMax,
            now: now)
    }

    /// Begins to wait for requests; false if the poller has no room.
    mutating func watch(on loop: inout EventLoop) -> Bool {
        let wait = plan.wait
        guard loop.poller.add(descriptor.number, key: key.packed, interest: Poller.Interest(wait)) else { return false }
        loop.deadlines.arm(wait.deadline, slot: Int(key.slot), now: wait.deadlineStart)
        return true
    }

    mutating func ready(_ event: Poller.Event, on loop: inout EventLoop) {
        if event.isBroken {
            // Bytes sent from here on do not arrive. Requests that were read already keep their effect.
            return close(on: &loop)
        }
        if event.isWritable { sendOwed(on: &loop) }
        if event.isReadable, isOpen, plan.wait.reads { receive(on: &loop) }
    }

    /// Takes an answer from another thread, and drops it unless its request is the one that waits.
    mutating func answer(_ response: Response, sequence: UInt32, on loop: inout EventLoop) {
        guard sequence == self.sequence, plan.awaitsAnswer else { return }
        encode(response, on: &loop)
        advance(on: &loop)
    }

    /// Acts on a deadline that has passed, and that has been taken out of the queue.
    mutating func expire(_ deadline: Deadline, on loop: inout EventLoop) {
        let kept = inbox.bytes
        perform(plan.expire(deadline, kept: kept.span), on: &loop)
        advance(on: &loop)
    }

    /// Closes an idle connection because the server is stopping, unless a request has just come in.
    mutating func stop(on loop: inout EventLoop) {
        guard plan.stop() else { return }
        receive(on: &loop)
        if isOpen { advance(on: &loop) }
    }

    private mutating func receive(on loop: inout EventLoop) {
        let room = min(loop.scratch.count, plan.receivableBytes(keptBytes: inbox.bytes.count))
        guard room > 0 else { return }
        var count = 0
        repeat {
            count = recv(descriptor.number, loop.scratch.baseAddress, room, 0)
        } while count < 0 && errno == EINTR
        guard count >= 0 else {
            if errno != EAGAIN { close(on: &loop) }
            return
        }
        if count == 0 {
            plan.peerEnded()
        } else {
            take(UnsafeBufferPointer(rebasing: loop.scratch[..<count]), on: &loop)
        }
        advance(on: &loop)
    }

    private mutating func take(_ received: UnsafeBufferPointer<UInt8>, on loop: inout EventLoop) {
        switch plan.received(received.count, keptBytes: inbox.bytes.count) {
        case .read:
            let used = read(received.span, on: &loop)
            inbox.append(UnsafeBufferPointer(rebasing: received[used...]))
        case .keep:
            inbox.append(received)
        case .drop:
            break
        }
    }

    private mutating func readInbox(on loop: inout EventLoop) {
        // The inbox is moved out while its bytes are read, because the plan and the handler must not see them change.
        var held = Inbox()
        swap(&held, &inbox)
        held.drop(read(held.bytes.span, on: &loop))
        inbox = held
    }

    /// Reads and answers requests one after the other. Returns how many bytes they used up.
    private mutating func read(_ bytes: Span<UInt8>, on loop: inout EventLoop) -> Int {
        var offset = 0
        while perform(plan.read(bytes, from: &offset, pendingBytes: loop.output.count), on: &loop) {}
        return offset
    }

    /// Does what the plan asks for. False if the plan has nothing to do until another event.
    @discardableResult
    private mutating func perform(_ action: ConnectionState.Action, on loop: inout EventLoop) -> Bool {
        switch action {
        case .wait, .close:
            return false
        case .sendContinue:
            loop.output.append(contentsOf: ResponseEncoder.continueResponse)
        case .handle(let request):
            sequence &+= 1
            let exchange = Exchange(peer: peer, mailbox: loop.mailbox, key: key, sequence: sequence)
            if let response = loop.handler.handle(request, exchange) { encode(response, on: &loop) }
        case .refuse(let error, let head):
            sequence &+= 1
            encode(loop.handler.refuse(error, head: head, peer: peer), on: &loop)
        }
        return true
    }

    private mutating func encode(_ response: Response, on loop: inout EventLoop) {
        let context = plan.answer(closes: response.closes)
        loop.encoder.encode(response, in: context, into: &loop.output)
    }

    /// Sends the answers that an event has brought, and follows the plan until it waits or the connection is closed.
    private mutating func advance(on loop: inout EventLoop) {
        let before = plan.wait
        while send(on: &loop) {
            switch plan.next(keptBytes: inbox.bytes.count, owedBytes: outbox.count, now: loop.now) {
            case .readOn:
                readInbox(on: &loop)
            case .endSending:
                inbox = Inbox()
                _ = shutdown(descriptor.number, Int32(SHUT_WR))
            case .wait:
                guard hold(on: &loop) else { return close(on: &loop) }
                return wait(after: before, on: &loop)
            case .close:
                return close(on: &loop)
            }
        }
        close(on: &loop)
    }

    /// Tells the poller and the deadlines how this wait differs from the one before.
    private mutating func wait(after before: Wait, on loop: inout EventLoop) {
        let wait = plan.wait
        let slot = Int(key.slot)
        let interest = Poller.Interest(wait)
        if interest != Poller.Interest(before) {
            loop.poller.change(descriptor.number, key: key.packed, interest: interest)
        }
        if wait.deadline != before.deadline || wait.deadlineStart != before.deadlineStart {
            loop.deadlines.cancel(before.deadline, slot: slot)
            loop.deadlines.arm(wait.deadline, slot: slot, now: wait.deadlineStart)
        }
        if wait.bodyStart != before.bodyStart {
            if let start = wait.bodyStart {
                loop.deadlines.arm(.body, slot: slot, now: start)
            } else {
                loop.deadlines.cancel(.body, slot: slot)
            }
        }
    }

    /// Counts the bytes that this connection holds; false if the loop has no room for them.
    private mutating func hold(on loop: inout EventLoop) -> Bool {
        let held = inbox.bytes.count + plan.heldBytes + outbox.count
        guard held != heldBytes else { return true }
        let hasGrown = held > heldBytes
        loop.heldBytes += held - heldBytes
        heldBytes = held
        return !hasGrown || loop.heldBytes <= loop.heldBytesMax
    }

    /// Sends the loop's output at once, and keeps what the socket does not take. False if the client is gone.
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

    /// Sends the bytes that were kept, as many as the socket takes.
    private mutating func sendOwed(on loop: inout EventLoop) {
        guard !outbox.isEmpty else { return }
        guard let sent = send(outbox.unsent) else { return close(on: &loop) }
        outbox.take(sent)
        if outbox.isEmpty { advance(on: &loop) }
    }

    /// Calls `send` once. Returns how many bytes the socket took; nil if the connection is broken.
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

    private mutating func close(on loop: inout EventLoop) {
        guard isOpen else { return }
        isOpen = false
        loop.output.removeAll(keepingCapacity: true)
        loop.remove(self)
    }
}

extension Poller.Interest {
    /// The events that the poller reports for a connection that waits like this.
    fileprivate init(_ wait: Wait) {
        self = []
        if wait.reads { insert(.read) }
        if wait.writes { insert(.write) }
    }
}
