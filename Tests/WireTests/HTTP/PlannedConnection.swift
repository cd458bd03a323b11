import Wire

/// A connection with a simulated socket, handler and clock. A test gives one event after the other, and gets in words
/// what the connection does and what it then waits for.
///
/// Times are in seconds. An answer takes ten bytes. If the path contains `late`, the handler answers later; with
/// `large` the answer takes a hundred bytes; with `last` it ends the connection.
struct PlannedConnection: ~Copyable {
    enum Step {
        /// The client sends this.
        case sends(String)
        /// The client ends its side.
        case ends
        /// The client takes this many bytes.
        case takes(Int)
        /// The handler gives the answer to a waiting request.
        case answers
        /// The server stops.
        case stops
        /// This many seconds pass; deadlines end in their order.
        case passes(Int64)
        /// Time passes until the next deadline has ended.
        case waits
    }

    static let pipelinedBytesMax = 64
    static let pendingBytesMax = 150
    static let droppedBytesMax = 1_000

    private var plan: ConnectionPlan
    /// Bytes that the client has sent and that the connection has not received.
    private var sent: [UInt8] = []
    private var hasEnded = false
    private var hasToldEnd = false
    /// How many bytes the socket takes before it is full.
    private var room: Int
    private var kept: [UInt8] = []
    private var pending = 0
    private var owed = 0
    private var now: Int64 = 0
    /// The path of the request that waits for its answer.
    private var open: String?
    private var words: [String] = []
    private(set) var isClosed = false

    init(room: Int = .max) {
        var limits = HTTPLimits()
        limits.pipelinedBytesMax = PlannedConnection.pipelinedBytesMax
        plan = ConnectionPlan(
            limits: limits, pendingBytesMax: PlannedConnection.pendingBytesMax,
            droppedBytesMax: PlannedConnection.droppedBytesMax, now: 0)
        self.room = room
    }

    /// Plays one step. Returns what was done, what is waited for and until when; a second time belongs to the whole
    /// content.
    mutating func play(_ step: Step) -> String {
        words = []
        if !isClosed { happen(step) }
        while !isClosed, plan.wait.reads, !sent.isEmpty || hasEnded {
            guard !sent.isEmpty || !hasToldEnd else {
                words.append("reads behind the end")
                break
            }
            receive()
        }
        return (isClosed ? words : words + [waitInWords]).joined(separator: "; ")
    }

    private mutating func happen(_ step: Step) {
        switch step {
        case .sends(let text):
            sent += text.utf8
        case .ends:
            hasEnded = true
        case .takes(let count):
            room = room == .max ? room : room + count
            guard owed > 0 else { return }
            flush()
            if owed == 0 { advance() }
        case .answers:
            guard plan.awaitsAnswer, let path = open.take() else { return }
            answer(path)
            advance()
        case .stops:
            guard plan.stop() else { return }
            if !sent.isEmpty || hasEnded { receive() }
            if !isClosed { advance() }
        case .passes(let seconds):
            pass(until: now + seconds)
        case .waits:
            pass(until: nextDeadline.due)
        }
    }

    private mutating func pass(until end: Int64) {
        while !isClosed, nextDeadline.due <= end {
            let (deadline, due) = nextDeadline
            now = due
            let unread = kept
            let action = plan.expire(deadline, kept: unread.span)
            _ = perform(action)
            advance()
        }
        now = end
    }

    private var nextDeadline: (deadline: Deadline, due: Int64) {
        let wait = plan.wait
        let first = wait.deadlineStart + seconds(wait.deadline)
        let whole = wait.bodyStart.map { $0 + seconds(.body) } ?? .max
        return whole < first ? (.body, whole) : (wait.deadline, first)
    }

    private func seconds(_ deadline: Deadline) -> Int64 {
        switch deadline {
        case .idle: 75
        case .head: 10
        case .bodySilence: 20
        case .body: 60
        case .answer: 50
        case .write: 30
        case .linger: 2
        }
    }

    private var waitInWords: String {
        let wait = plan.wait
        let times = [wait.deadlineStart + seconds(wait.deadline)] + (wait.bodyStart.map { [$0 + seconds(.body)] } ?? [])
        let until = times.map { "\($0)" }.joined(separator: " and ")
        switch wait {
        case .request: return "request until \(until)"
        case .head: return "head until \(until)"
        case .content: return "content until \(until)"
        case .answer(_, let reads): return "answer until \(until)\(reads ? "" : ", not reading")"
        case .room: return "room until \(until)"
        case .end: return "end until \(until)"
        }
    }

    private mutating func receive() {
        let count = min(sent.count, plan.receivableBytes(keptBytes: kept.count))
        if count == 0 {
            hasToldEnd = true
            plan.peerEnded()
            return advance()
        }
        let received = Array(sent[..<count])
        sent.removeFirst(count)
        switch plan.received(count, keptBytes: kept.count) {
        case .read: kept += received[read(received)...]
        case .keep: kept += received
        case .drop: break
        }
        advance()
    }

    private mutating func read(_ bytes: [UInt8]) -> Int {
        var offset = 0
        while true {
            let action = plan.read(bytes.span, from: &offset, pendingBytes: pending)
            guard perform(action) else { return offset }
        }
    }

    private mutating func perform(_ action: ConnectionState.Action) -> Bool {
        switch action {
        case .wait, .close:
            return false
        case .sendContinue:
            words.append("continue")
            pending += 1
        case .handle(let request):
            let path = ascii(request.head.path)
            words.append("handle \(path)\(request.body.isEmpty ? "" : " \(ascii(request.body))")")
            if path.contains("late") { open = path } else { answer(path) }
        case .refuse(let error, _):
            words.append("refuse \(error)")
            answer("")
        }
        return true
    }

    private mutating func answer(_ path: String) {
        let context = plan.answer(closes: path.contains("last"))
        words.append(context.persists ? "answer" : "last answer")
        pending += path.contains("large") ? 100 : 10
    }

    private mutating func advance() {
        while true {
            owed += pending
            pending = 0
            flush()
            switch plan.next(keptBytes: kept.count, owedBytes: owed, now: now) {
            case .readOn:
                let held = kept
                kept = []
                kept = Array(held[read(held)...])
            case .endSending:
                words.append("end sending")
                kept = []
            case .wait:
                return
            case .close:
                words.append("close")
                isClosed = true
                return
            }
        }
    }

    private mutating func flush() {
        let count = min(owed, room)
        owed -= count
        if room < .max { room -= count }
    }
}

func get(_ path: String = "/", _ fields: String = "", version: String = "1.1") -> String {
    "GET \(path) HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n"
}

/// The head of a request whose content has this many bytes.
func post(_ path: String = "/", length: Int, _ fields: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\(fields)\r\n"
}
