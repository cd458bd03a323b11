import Wire

/// Invariants of a connection:
/// 1. The requests and the refusal that octets yield do not depend on how they are cut.
/// 2. Nothing is handed over after a refusal, and nothing after an answer that closes.
/// 3. Content that is held stays within its bound; octets are never shown twice and never skipped.
/// 4. The end of the client's side, a deadline or a stop at any moment leads to an answer or to the end, never to a trap,
///    and afterwards the connection comes to its end.
func fuzzConnection(_ input: Input) {
    var input = input
    let events = input.takeOctet()
    let pieces = input.takePieces()
    let whole = Conversation([input.bytes], events: 0).words
    check(Conversation(pieces, events: 0).words == whole, "cut at \(pieces[0].count), the connection ends otherwise")
    if input.bytes.count <= 200 {
        check(
            Conversation(input.bytes.map { [$0] }, events: 0).words == whole,
            "octet by octet, the connection ends otherwise")
    }
    _ = Conversation(pieces, events: events)
}

/// One connection from its first piece of input to its last.
private struct Conversation {
    private var state = ConnectionState(limits: fuzzLimits)
    private var held: [UInt8] = []
    private var isOver = false
    private var encoder = ResponseEncoder(keepAliveSeconds: 75)
    private let closes: Bool
    private(set) var words: [String] = []

    /// - Parameter events: which things happen after the first piece and after the last, one bit for each.
    init(_ pieces: [[UInt8]], events: UInt8) {
        closes = events & 1 != 0
        for (place, piece) in pieces.enumerated() {
            held += piece
            read()
            if place == 0 { happen(events >> 1) }
        }
        words.append("\(state.phase)")
        happen(events >> 4)
        guard events != 0 else { return }
        state.peerEnded()
        read()
        check(state.phase == .closed, "the client has ended, and the connection is \(state.phase)")
    }

    private mutating func happen(_ events: UInt8) {
        if events & 1 != 0 { state.stop() }
        if events & 2 != 0 {
            let unread = held
            let action = state.timeOut(unread.span)
            take(action)
        }
        if events & 4 != 0 { state.peerEnded() }
        if events & 7 != 0 { read() }
    }

    private mutating func read() {
        var offset = 0
        var steps = 0
        reading: while true {
            let before = offset
            let action = next(from: &offset)
            check(offset >= before && offset <= held.count, "the offset went from \(before) to \(offset)")
            check(state.heldBytes <= fuzzLimits.bodyBytesMax, "\(state.heldBytes) octets are held")
            steps += 1
            check(steps <= held.count + 8, "the connection does not come to rest")
            switch action {
            case .wait, .close: break reading
            case .sendContinue: continue
            case .handle, .refuse: take(action)
            }
        }
        held.removeFirst(offset)
    }

    private mutating func next(from offset: inout Int) -> ConnectionState.Action {
        let shown = held
        return state.read(shown.span, from: &offset)
    }

    private mutating func take(_ action: ConnectionState.Action) {
        switch action {
        case .wait, .close, .sendContinue:
            return
        case .handle(let request):
            check(!isOver, "a request is handed over after the end")
            check(request.body.count <= fuzzLimits.bodyBytesMax, "\(request.body.count) octets of content")
            words.append("\(shown(request.head.target)) \(request.head.fieldCount) \(shown(request.body))")
            answer(Response(status: 200, contentType: "text/plain", body: Array("ok".utf8), closes: closes))
        case .refuse(let error, let head):
            check(!isOver, "a refusal comes after the end")
            words.append("\(error) \(head == nil)")
            answer(Response(status: error.statusHint, body: Array(error.reason.utf8)))
            check(isOver, "the connection goes on after a refusal")
        }
    }

    private mutating func answer(_ response: Response) {
        let context = state.answer(closes: response.closes)
        isOver = !context.persists
        checkEncoding(of: response, in: context, by: &encoder)
    }
}

/// Whether an answer is one message: a head of sound lines, and behind it exactly the content that it announces.
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
        check(line.contains(UInt8(ascii: ":")), "the line \(shown(line)) is no field")
        check(!line.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }, "the line \(shown(line)) holds a control")
    }
    let hasContent = context.method != .head && response.status != 204 && response.status != 304
    check(rest.dropFirst(2).elementsEqual(hasContent ? response.body : []), "the content of an answer is another")
}
