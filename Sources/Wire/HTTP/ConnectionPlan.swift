// Rule 1: what a connection does next, what it waits for, and until when, is decided in this file.
// Rule 2: this file moves no bytes and reads no clock; the owner of the socket tells what happened and when.

/// One connection without its socket.
///
/// The owner of the socket reports each event by `received`, `peerEnded`, `answer`, `expire` or `stop`. It passes
/// unused bytes to `read` when the plan asks for that, sends the answers, and asks for the `next` step until that is to
/// close or to wait.
package struct ConnectionPlan: ~Copyable, Sendable {
    /// What the owner does with bytes that were received.
    package enum Intake: Sendable, Equatable {
        /// Pass them to `read`, and keep those that it does not use.
        case read
        /// Append them to the bytes that are kept already.
        case keep
        /// Drop them.
        case drop
    }

    /// What the owner does after it has sent all that it could.
    package enum Step: Sendable, Equatable {
        /// Pass the kept bytes to `read`, send the answers, and ask for the next step.
        case readOn
        /// End the sending side, drop the kept bytes, and ask for the next step.
        case endSending
        /// Close the socket, even if bytes are still owed.
        case close
        /// Wait as `wait` says.
        case wait
    }

    /// How a connection comes to its end.
    private enum Ending: Sendable {
        /// The connection has not ended, or bytes are still owed.
        case none
        /// The sending side has ended; so many bytes were received and dropped since then.
        case lingering(droppedBytes: Int)
        /// The client does not take its answers, or sends without an end.
        case abandoned
    }

    private var state: ConnectionState
    private var ending = Ending.none
    private let pipelinedBytesMax: Int
    private let pendingBytesMax: Int
    private let droppedBytesMax: Int
    /// Whether `read` may find something: an event has happened since it returned `wait`, or it was cut short.
    private var isReadDue = false
    /// Whether a request was answered since the last wait began. Then the present wait belongs to another request.
    private var hasAnswered = false
    /// Whether bytes were received since the last wait began.
    private var hasReceived = false
    /// What the connection waits for, set by the last step that was `wait`.
    package private(set) var wait: Wait

    /// A connection that has just been opened.
    ///
    /// - Parameters:
    ///   - limits: the bounds of the requests' parts.
    ///   - pendingBytesMax: bytes of answers that are made at once before they are sent.
    ///   - droppedBytesMax: bytes that are read and dropped after the last answer; with more, the connection is closed.
    ///   - now: nanoseconds of a monotonic clock, as everywhere here.
    package init(limits: HTTPLimits, pendingBytesMax: Int, droppedBytesMax: Int, now: Int64) {
        state = ConnectionState(limits: limits)
        pipelinedBytesMax = limits.pipelinedBytesMax
        self.pendingBytesMax = pendingBytesMax
        self.droppedBytesMax = droppedBytesMax
        wait = .request(since: now)
    }

    /// Whether a request waits for its answer. The getter is mutating, because the compiler copies a large value for
    /// each getter that is not; so is ``receivableBytes(keptBytes:)``.
    package var awaitsAnswer: Bool {
        mutating get {
            // Uses a pattern, because a comparison of phases is a call.
            if case .answering = state.phase { true } else { false }
        }
    }

    /// Bytes of content that are held for a request that is not whole.
    @inline(__always)
    package var heldBytes: Int { state.heldBytes }

    /// How many bytes may be received at once. While a request waits for its answer, only a few bytes after it are
    /// kept.
    package mutating func receivableBytes(keptBytes: Int) -> Int {
        awaitsAnswer ? max(0, pipelinedBytesMax - keptBytes) : .max
    }

    /// Reports that so many bytes, at least one, were received.
    package mutating func received(_ count: Int, keptBytes: Int) -> Intake {
        hasReceived = true
        switch state.phase {
        case .idle, .head, .body:
            isReadDue = true
            return keptBytes == 0 ? .read : .keep
        case .answering:
            return .keep
        case .lingering, .closed:
            countDropped(count)
            return .drop
        }
    }

    /// Reports that the client has ended its side; requests that came before are still answered.
    package mutating func peerEnded() {
        state.peerEnded()
        isReadDue = true
    }

    /// Continues to read, as `ConnectionState.read` does, while few enough bytes wait to be sent.
    package mutating func read(
        _ bytes: Span<UInt8>, from offset: inout Int, pendingBytes: Int
    ) -> ConnectionState.Action {
        isReadDue = true
        guard pendingBytes < pendingBytesMax else { return .wait }
        let action = state.read(bytes, from: &offset)
        switch action {
        case .wait, .close: isReadDue = false
        case .sendContinue, .handle, .refuse: break
        }
        return action
    }

    /// Reports that the answer to the present request is about to be sent. Returns the encoder's context.
    package mutating func answer(closes: Bool) -> AnswerContext {
        hasAnswered = true
        isReadDue = true
        return state.answer(closes: closes)
    }

    /// Reports that a deadline of the wait has passed. `kept` are the bytes that were not used up.
    package mutating func expire(_ deadline: Deadline, kept: Span<UInt8>) -> ConnectionState.Action {
        switch deadline {
        case .write:
            ending = .abandoned
            return .close
        case .idle, .head, .bodySilence, .body, .answer, .linger:
            return state.timeOut(kept)
        }
    }

    /// Reports that the server is stopping: the answer to the present request is the last one. Returns true if no
    /// request has begun. Then the socket has to be read once more before the next step, because a request may have
    /// arrived there.
    package mutating func stop() -> Bool {
        state.stop()
        isReadDue = true
        return state.phase == .idle
    }

    /// The step to do now.
    ///
    /// - Parameters:
    ///   - keptBytes: bytes that were received and not used up.
    ///   - owedBytes: bytes that the socket did not take.
    ///   - now: nanoseconds of the same clock as at the beginning.
    package mutating func next(keptBytes: Int, owedBytes: Int, now: Int64) -> Step {
        if case .abandoned = ending { return .close }
        if mayReadOn(keptBytes: keptBytes, owedBytes: owedBytes) { return .readOn }
        if owedBytes > 0 {
            wait = .room(since: start(of: .write) ?? now, contentSince: contentStart(now))
        } else {
            switch state.phase {
            case .idle:
                wait = .request(since: start(of: .idle) ?? now)
            case .head:
                wait = .head(since: start(of: .head) ?? now)
            case .body:
                wait = .content(since: start(of: .body) ?? now, silentSince: start(of: .bodySilence) ?? now)
            case .answering:
                let reads = !state.hasPeerEnded && keptBytes < pipelinedBytesMax
                wait = .answer(since: start(of: .answer) ?? now, reads: reads)
            case .lingering:
                if case .none = ending {
                    ending = .lingering(droppedBytes: 0)
                    return .endSending
                }
                wait = .end(since: start(of: .body) ?? now, silentSince: start(of: .linger) ?? now)
            case .closed:
                return .close
            }
        }
        hasAnswered = false
        hasReceived = false
        return .wait
    }

    /// Whether to read the kept bytes, or the end of the client's side after them. While bytes are owed no further
    /// request is answered, except the last one of a server that stops.
    private func mayReadOn(keptBytes: Int, owedBytes: Int) -> Bool {
        switch state.phase {
        case .idle, .head, .body:
            guard isReadDue, owedBytes == 0 || state.isStopping else { return false }
            return keptBytes > 0 || state.hasPeerEnded || state.isStopping
        case .answering, .lingering, .closed:
            return false
        }
    }

    /// The moment from which a running deadline counts; nil if the deadline starts again, or for the first time.
    private func start(of deadline: Deadline) -> Int64? {
        let startsAnew =
            switch deadline {
            case .idle, .head, .answer, .body: hasAnswered
            case .bodySilence, .linger: hasAnswered || hasReceived
            // The write deadline runs until the client has taken all bytes, even if it takes or sends some meanwhile.
            case .write: false
            }
        return startsAnew ? nil : wait.start(of: deadline)
    }

    /// The time for content also runs while bytes are owed to the client.
    private func contentStart(_ now: Int64) -> Int64? {
        switch state.phase {
        case .body, .lingering: start(of: .body) ?? now
        case .idle, .head, .answering, .closed: nil
        }
    }

    private mutating func countDropped(_ count: Int) {
        guard case .lingering(let droppedBytes) = ending else { return }
        ending =
            droppedBytes + count > droppedBytesMax ? .abandoned : .lingering(droppedBytes: droppedBytes + count)
    }
}
