import Wire

/// Invariants of a connection:
/// 1. The requests and the refusal in the bytes, and the wait after them, do not depend on how the bytes are cut.
/// 2. No request is handled after a refusal, nor after an answer that closes.
/// 3. Held content stays within its bound; no byte is read twice, and none is skipped.
/// 4. The end of the client's side, a deadline or a stop at any moment leads to an answer or to the end, never to a
///    trap, and afterwards the connection ends.
func fuzzConnection(_ input: Input) {
    var input = input
    let events = input.takeByte()
    let pieces = input.takePieces()
    let whole = Conversation([input.bytes], events: 0).words
    check(Conversation(pieces, events: 0).words == whole, "cut at \(pieces[0].count), another end")
    if input.bytes.count <= 200 {
        check(
            Conversation(input.bytes.map { [$0] }, events: 0).words == whole,
            "byte by byte, the connection ends otherwise")
    }
    _ = Conversation(pieces, events: events)
}

/// One connection from its first piece of input to its last. The client takes all answers at once.
private struct Conversation: ~Copyable {
    private var plan = ConnectionPlan(limits: fuzzLimits, pendingBytesMax: .max, droppedBytesMax: .max, now: 0)
    private var kept: [UInt8] = []
    private var isOver = false
    private var isClosed = false
    private var encoder = ResponseEncoder(keepAliveSeconds: 75)
    private let closes: Bool
    private(set) var words: [String] = []

    /// - Parameter events: the events after the first piece and after the last, one bit for each.
    init(_ pieces: [[UInt8]], events: UInt8) {
        closes = events & 1 != 0
        for (place, piece) in pieces.enumerated() {
            receive(piece)
            if place == 0 { happen(events >> 1) }
        }
        words.append(isClosed ? "closed" : "\(plan.wait)")
        happen(events >> 4)
        if events != 0 { end() }
    }

    private mutating func happen(_ events: UInt8) {
        if events & 1 != 0, !isClosed, plan.stop() { advance() }
        if events & 2 != 0, !isClosed {
            let unread = kept
            let action = plan.expire(plan.wait.deadline, kept: unread.span)
            take(action)
            advance()
        }
        if events & 4 != 0 { end() }
    }

    private mutating func end() {
        guard !isClosed else { return }
        plan.peerEnded()
        advance()
        check(isClosed, "the client has ended its side, and the connection waits: \(plan.wait)")
    }

    private mutating func receive(_ piece: [UInt8]) {
        guard !isClosed, !piece.isEmpty else { return }
        check(plan.wait.reads, "the connection does not read: \(plan.wait)")
        switch plan.received(piece.count, keptBytes: kept.count) {
        case .read: kept += piece[read(piece)...]
        case .keep: kept += piece
        case .drop: break
        }
        advance()
    }

    private mutating func advance() {
        for _ in 0..<(kept.count + 8) {
            switch plan.next(keptBytes: kept.count, owedBytes: 0, now: 0) {
            case .readOn:
                let shown = kept
                kept = []
                kept = Array(shown[read(shown)...])
            case .endSending:
                check(isOver, "the sending side ends before the last answer")
                kept = []
            case .wait:
                return
            case .close:
                isClosed = true
                return
            }
        }
        check(false, "the connection does not come to rest")
    }

    private mutating func read(_ bytes: [UInt8]) -> Int {
        var offset = 0
        for _ in 0..<(bytes.count + 8) {
            let before = offset
            let action = plan.read(bytes.span, from: &offset, pendingBytes: 0)
            check(offset >= before && offset <= bytes.count, "the offset went from \(before) to \(offset)")
            check(plan.heldBytes <= fuzzLimits.bodyBytesMax, "\(plan.heldBytes) bytes are held")
            switch action {
            case .wait, .close: return offset
            case .sendContinue, .handle, .refuse: take(action)
            }
        }
        check(false, "reading does not end")
        return offset
    }

    private mutating func take(_ action: ConnectionState.Action) {
        switch action {
        case .wait, .close, .sendContinue:
            return
        case .handle(let request):
            check(!isOver, "a request is handled after the end")
            check(request.body.count <= fuzzLimits.bodyBytesMax, "\(request.body.count) bytes of content")
            words.append("\(shown(request.head.target)) \(lineCounts(request.head)) \(shown(request.body))")
            answer(Response(status: 200, contentType: "text/plain", body: Array("ok".utf8), closes: closes))
        case .refuse(let error, let head):
            check(!isOver, "a refusal comes after the end")
            words.append("\(error) \(head == nil)")
            answer(Response(status: error.statusHint, body: Array(error.reason.utf8)))
            check(isOver, "the connection goes on after a refusal")
        }
    }

    private mutating func answer(_ response: Response) {
        let context = plan.answer(closes: response.closes)
        isOver = !context.persists
        checkEncoding(of: response, in: context, by: &encoder)
    }
}

/// Checks that an answer is one message: a head of valid lines, followed by exactly the content that it announces.
func checkEncoding(of response: Response, in context: AnswerContext, by encoder: inout ResponseEncoder) {
    var bytes: [UInt8] = []
    encoder.encode(response, in: context, into: &bytes)
    var rest = bytes[...]
    var lines: [ArraySlice<UInt8>] = []
    while let end = rest.firstIndex(of: 0x0D), end > rest.startIndex {
        lines.append(rest[..<end])
        check(rest[(end + 1)...].first == 0x0A, "a line of an answer ends in a bare CR")
        rest = rest[(end + 2)...]
    }
    check(rest.starts(with: [0x0D, 0x0A]), "the head of an answer does not end")
    for line in lines.dropFirst() {
        check(line.contains(UInt8(ascii: ":")), "the line \(shown(line)) is not a field")
        check(
            !line.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }, "the line \(shown(line)) has a control character")
    }
    let hasContent = context.method != .head && response.status != 204 && response.status != 304
    check(rest.dropFirst(2).elementsEqual(hasContent ? response.body : []), "the content of an answer differs")
}
