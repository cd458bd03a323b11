// Rule 1: everything that decides whether a connection takes another request is in this file.
// Rule 2: this file moves no bytes and reads no clock; events come in, actions go out.
// Rule 3: a refused request is the last one of its connection, because the parser cannot tell where the next one begins.

/// One connection as the protocol sees it: requests one after the other, each answered before the next is read.
package struct ConnectionState: ~Copyable, Sendable {
    /// The phase of the connection.
    package enum Phase: Sendable, Equatable {
        /// Between requests: no byte of the next one has come, except blank lines.
        case idle
        /// A part of a head has come.
        case head
        /// The head is whole, its content is not.
        case body
        /// A request or a refusal waits for its answer.
        case answering
        /// The last answer was given. Bytes that the client still sends are read and dropped until it ends its side,
        /// because closing with unread bytes resets the connection, which can destroy the answer (RFC 9112 §9.6).
        case lingering
        /// The connection is to be closed as soon as all bytes owed to the client were sent.
        case closed
    }

    /// What the owner of the socket has to do.
    package enum Action: Sendable {
        /// Nothing, until bytes, an answer or a deadline comes.
        case wait
        /// Send `ResponseEncoder.continueResponse`, then read on.
        case sendContinue
        /// Have this request answered, then call `answer`.
        case handle(Request)
        /// Have this error answered, then call `answer`. The head is there as far as it was read, if it has a path.
        case refuse(ProtocolError, RequestHead?)
        /// Close without an answer.
        case close
    }

    /// A phase with its values.
    private enum State: Sendable {
        case idle
        case head
        case body
        case answering(AnswerContext)
        case lingering
        case closed
    }

    private let limits: HTTPLimits
    private var state = State.idle
    /// How far the present head is read. This and `partial` are not part of the state, because both are large: moving
    /// them into a state and out again would cost each create 2 % more instructions.
    private var parser: RequestParser
    /// The request whose content is still coming; nil in all states except `body`.
    private var partial: PartialRequest?
    /// Whether the client has ended its side.
    package private(set) var hasPeerEnded = false
    /// Whether the server is stopping.
    package private(set) var isStopping = false

    /// A connection that has just been opened.
    package init(limits: HTTPLimits) {
        self.limits = limits
        parser = RequestParser(limits: limits)
    }

    /// The phase of the connection.
    package var phase: Phase {
        switch state {
        case .idle: .idle
        case .head: .head
        case .body: .body
        case .answering: .answering
        case .lingering: .lingering
        case .closed: .closed
        }
    }

    /// Bytes of content that are held for a request that is not whole. It is stored, because reading it from `partial`
    /// would copy that.
    package private(set) var heldBytes = 0

    /// Reads on from `offset`, and moves it after the bytes that it uses. The caller repeats it until it returns `wait`
    /// or `close`, and begins the next call with the bytes after `offset`.
    package mutating func read(_ bytes: Span<UInt8>, from offset: inout Int) -> Action {
        switch state {
        case .idle, .head:
            return readHead(bytes, from: &offset)
        case .body:
            return readContent(bytes, from: &offset)
        case .answering:
            return .wait
        case .lingering:
            offset = bytes.count
            return .wait
        case .closed:
            return .close
        }
    }

    /// Reports that the client has ended its side. The caller calls `read` afterwards, because requests that came
    /// before are still answered.
    package mutating func peerEnded() {
        hasPeerEnded = true
        if case .lingering = state { state = .closed }
    }

    /// Reports that the deadline of the present phase has passed. `bytes` are those that the last `read` has not used.
    package mutating func timeOut(_ bytes: Span<UInt8>) -> Action {
        switch state {
        case .head:
            return refuse(.headTimeout, unread: bytes)
        case .body:
            guard let request = partial else { return .close }
            return refuse(.bodyTimeout, of: request.head)
        case .idle, .answering, .lingering, .closed:
            state = .closed
            return .close
        }
    }

    /// Reports that the server is stopping: the answer to the present request is the last one. The caller calls `read`
    /// afterwards, which returns `close` if no request has begun.
    package mutating func stop() {
        isStopping = true
    }

    /// Reports that the answer to the present request is about to be sent. Decides whether another request follows, and
    /// returns the encoder's context.
    package mutating func answer(closes: Bool) -> AnswerContext {
        guard case .answering(var context) = state else {
            preconditionFailure("There is one answer to each request.")
        }
        context.persists = context.persists && !closes && !isStopping
        if context.persists {
            state = .idle
            parser = RequestParser(limits: limits)
        } else {
            state = hasPeerEnded ? .closed : .lingering
        }
        return context
    }

    private mutating func readHead(_ bytes: Span<UInt8>, from offset: inout Int) -> Action {
        let unread = bytes.extracting(offset...)
        guard !unread.isEmpty else { return waitForHead(unread) }
        state = .head
        do throws(ProtocolError) {
            switch try parser.parse(unread) {
            case .more:
                if !parser.hasBegun(unread) { state = .idle }
                return waitForHead(unread)
            case .head(let head, let byteCount):
                offset += byteCount
                return begin(head, bytes, from: &offset)
            }
        } catch {
            return refuse(error, unread: unread)
        }
    }

    private mutating func begin(_ head: RequestHead, _ bytes: Span<UInt8>, from offset: inout Int) -> Action {
        do throws(ProtocolError) {
            let framing = try BodyFraming(head, limits: limits)
            let expectsContinue = try head.expectsContinue()
            switch framing {
            case .none:
                return handle(Request(head: head, body: []))
            case .length(let length) where length <= bytes.count - offset:
                let body = bytes.extracting(offset..<(offset + length)).withUnsafeBufferPointer { [UInt8]($0) }
                offset += length
                return handle(Request(head: head, body: body))
            case .length, .chunked:
                // A client that has sent some of the content does not wait for `100 Continue` (RFC 9110 §10.1.1).
                let owesContinue = expectsContinue && offset == bytes.count
                partial = PartialRequest(head, framing, limits: limits, owesContinue: owesContinue)
                state = .body
                return readContent(bytes, from: &offset)
            }
        } catch {
            return refuse(error, of: head)
        }
    }

    private mutating func readContent(_ bytes: Span<UInt8>, from offset: inout Int) -> Action {
        guard let head = partial?.head else { return .close }
        do throws(ProtocolError) {
            if try partial?.readContent(bytes, from: &offset) == true, let request = partial.take()?.whole() {
                heldBytes = 0
                return handle(request)
            }
            heldBytes = partial?.body.count ?? 0
        } catch {
            return refuse(error, of: head)
        }
        if hasPeerEnded { return refuse(.incompleteRequest, of: head) }
        return partial?.takeContinue() == true ? .sendContinue : .wait
    }

    private mutating func handle(_ request: consuming Request) -> Action {
        state = .answering(AnswerContext(to: request.head))
        return .handle(request)
    }

    /// Handles bytes without a whole head.
    private mutating func waitForHead(_ unread: Span<UInt8>) -> Action {
        if case .head = state {
            return hasPeerEnded ? refuse(.incompleteRequest, unread: unread) : .wait
        }
        guard hasPeerEnded || isStopping else { return .wait }
        state = .closed
        return .close
    }

    /// Refuses a request whose head is not whole.
    ///
    /// - Parameter unread: the bytes of the head, as far as they have come.
    private mutating func refuse(_ error: ProtocolError, unread: Span<UInt8>) -> Action {
        let head = parser.headSoFar(unread)
        let method = head?.method ?? (parser.asksForHead ? .head : .get)
        state = .answering(AnswerContext(method: method, persists: false))
        return .refuse(error, head)
    }

    /// Refuses a request whose head is whole.
    private mutating func refuse(_ error: ProtocolError, of head: RequestHead) -> Action {
        partial = nil
        heldBytes = 0
        state = .answering(AnswerContext(method: head.method, persists: false))
        return .refuse(error, head)
    }
}
