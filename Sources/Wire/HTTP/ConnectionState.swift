// Rule 1: everything that decides whether a connection goes on lives here.
// Rule 2: this file moves no octets and reads no clock; events come in, actions go out.
// Rule 3: a request that was refused is the last of its connection, for nobody knows where the next one begins.

/// One connection as the protocol sees it: requests one after the other, each answered before the next is read.
package struct ConnectionState: Sendable {
    /// Where the connection stands. The server's deadlines follow from it.
    package enum Phase: Sendable, Equatable {
        /// Between requests, with nothing of the next one seen but blank lines.
        case idle
        /// Some of a head has come.
        case head
        /// The head is whole, its content is not.
        case body
        /// A request or a refusal waits for its answer.
        case answering
        /// The last answer was given; what the client still sends is read and dropped until it ends, because closing
        /// with unread octets resets the connection and may take the answer away (RFC 9112 §9.6).
        case lingering
        /// Nothing is left to do but to close, after what is still to be sent.
        case closed
    }

    /// What the owner of the socket is to do.
    package enum Action: Sendable {
        /// Nothing until more octets, or an answer, or a deadline comes.
        case wait
        /// Send `ResponseEncoder.continueResponse`, then read on.
        case sendContinue
        /// Have this request answered, then call `answer`.
        case handle(Request)
        /// Find words for this, then call `answer`. The head is there as far as it was read, where that tells a path.
        case refuse(ProtocolError, RequestHead?)
        /// Close without an answer.
        case close
    }

    private enum Content: Sendable {
        case none
        case length(remaining: Int)
        case chunked(ChunkedBody)
    }

    /// What is set aside for content before it comes. A client must send octets to make us hold octets.
    private static let bodyReserveMax = 16 * 1024

    private let limits: HTTPLimits
    /// Where the connection stands.
    package private(set) var phase = Phase.idle
    private var parser: RequestParser
    private var head: RequestHead?
    private var content = Content.none
    private var body: [UInt8] = []
    /// Octets of content that are held for a request that is not whole.
    package private(set) var heldBytes = 0
    private var context = AnswerContext()
    private var owesContinue = false
    private var hasPeerEnded = false
    private var isStopping = false

    /// A connection that has just been opened.
    package init(limits: HTTPLimits) {
        self.limits = limits
        parser = RequestParser(limits: limits)
    }

    /// Reads on from `offset`, which is moved past what need not be shown again. Call until it answers `wait` or
    /// `close`; what is left behind `offset` must stand at the front next time.
    package mutating func read(_ bytes: Span<UInt8>, from offset: inout Int) -> Action {
        do throws(ProtocolError) {
            if phase == .idle || phase == .head {
                guard offset < bytes.count else { return try starved() }
                phase = .head
                switch try parser.parse(bytes.extracting(offset...)) {
                case .more:
                    if !parser.hasBegun(bytes.extracting(offset...)) { phase = .idle }
                    return try starved()
                case .head(let head, let byteCount):
                    offset += byteCount
                    try begin(head)
                    owesContinue = owesContinue && offset == bytes.count
                }
            }
            if phase == .lingering { offset = bytes.count }
            guard phase == .body else { return phase == .closed ? .close : .wait }
            let isWhole = try readContent(bytes, from: &offset)
            heldBytes = body.count
            guard isWhole else { return try starved() }
        } catch {
            return refuse(error, bytes.extracting(offset...))
        }
        return handOver()
    }

    /// The client has ended its side. Call `read` afterwards: what came before still counts.
    package mutating func peerEnded() {
        hasPeerEnded = true
        if phase == .lingering { phase = .closed }
    }

    /// The deadline of the present phase has passed. `bytes` are those that the last `read` left behind.
    package mutating func timeOut(_ bytes: Span<UInt8>) -> Action {
        switch phase {
        case .head: return refuse(.headTimeout, bytes)
        case .body: return refuse(.bodyTimeout, bytes)
        case .idle, .answering, .lingering, .closed:
            phase = .closed
            return .close
        }
    }

    /// The server is stopping: the answer to the request at hand is the last one. Call `read` afterwards: it answers
    /// `close` when nothing of a request is there.
    package mutating func stop() {
        isStopping = true
    }

    /// An answer is about to be sent; says how to encode it, and decides over what comes after it.
    package mutating func answer(closes: Bool) -> AnswerContext {
        precondition(phase == .answering, "There is one answer to each request.")
        context.persists = context.persists && !closes && !isStopping
        if context.persists {
            phase = .idle
            parser = RequestParser(limits: limits)
        } else {
            phase = hasPeerEnded ? .closed : .lingering
        }
        head = nil
        body = []
        heldBytes = 0
        content = .none
        return context
    }

    private mutating func begin(_ head: RequestHead) throws(ProtocolError) {
        self.head = head
        phase = .body
        context = AnswerContext(method: head.method, persists: ConnectionState.persists(head))
        switch try BodyFraming(head, limits: limits) {
        case .none: content = .none
        case .chunked: content = .chunked(ChunkedBody(limits: limits))
        case .length(let length):
            content = .length(remaining: length)
        }
        owesContinue = try ConnectionState.expectsContinue(head)
        if case .none = content { owesContinue = false }
    }

    /// Whether the content is whole now.
    private mutating func readContent(_ bytes: Span<UInt8>, from offset: inout Int) throws(ProtocolError) -> Bool {
        switch content {
        case .none:
            return true
        case .length(let remaining):
            let count = min(remaining, bytes.count - offset)
            let part = bytes.extracting(offset..<(offset + count))
            offset += count
            if body.isEmpty, count == remaining {
                body = part.withUnsafeBufferPointer { [UInt8]($0) }
            } else {
                if body.isEmpty { body.reserveCapacity(min(remaining, ConnectionState.bodyReserveMax)) }
                part.withUnsafeBufferPointer { body.append(contentsOf: $0) }
            }
            content = .length(remaining: remaining - count)
            return remaining == count
        case .chunked(var chunked):
            try chunked.read(bytes, from: &offset, into: &body)
            content = .chunked(chunked)
            return chunked.isComplete
        }
    }

    private mutating func handOver() -> Action {
        guard let head = head.take() else { return .wait }
        phase = .answering
        heldBytes = 0
        return .handle(Request(head: head, body: exchange(&body, with: [])))
    }

    /// All octets are used up and the request is not whole, or none has begun.
    private mutating func starved() throws(ProtocolError) -> Action {
        if hasPeerEnded || (isStopping && phase == .idle) {
            guard phase == .idle else { throw .incompleteRequest }
            phase = .closed
            return .close
        }
        guard owesContinue else { return .wait }
        owesContinue = false
        return .sendContinue
    }

    /// - Parameter unread: what of the request at hand was not taken, from which its head is read as far as it came.
    private mutating func refuse(_ error: ProtocolError, _ unread: Span<UInt8>) -> Action {
        if phase == .head {
            head = parser.headSoFar(unread)
            context = AnswerContext(method: head?.method ?? (parser.asksForHead ? .head : .get))
        }
        phase = .answering
        context.persists = false
        return .refuse(error, head)
    }

    /// RFC 9112 §9.3: `close` in any `Connection` line ends it; HTTP/1.0 goes on only where `keep-alive` is said.
    private static func persists(_ head: RequestHead) -> Bool {
        var closes = false
        var keepsAlive = head.version > 0
        head.forEach("connection") { value in
            OptionList.forEach(in: value) { option in
                if ASCII.equalIgnoringCase(option, "close") { closes = true }
                if ASCII.equalIgnoringCase(option, "keep-alive") { keepsAlive = true }
            }
        }
        return keepsAlive && !closes
    }

    /// RFC 9110 §10.1.1: `100-continue` is the one expectation there is; an HTTP/1.0 request's is ignored.
    private static func expectsContinue(_ head: RequestHead) throws(ProtocolError) -> Bool {
        var expects = false
        var isKnown = true
        head.forEach("expect") { value in
            OptionList.forEach(in: value) { expectation in
                if ASCII.equalIgnoringCase(expectation, "100-continue") {
                    expects = true
                } else if expectation.count > 0 {
                    isKnown = false
                }
            }
        }
        guard head.version > 0 else { return false }
        guard isKnown else { throw .expectationFailed }
        return expects
    }
}
