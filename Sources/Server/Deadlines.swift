/// The deadlines of all connections of one loop, in nanoseconds of the monotonic clock.
///
/// All deadlines of one kind last equally long, so whoever is armed last is due last: each kind is a queue in order of
/// time, arming and cancelling cost a few words, and what is due next stands at one of the heads.
struct Deadlines {
    enum Kind: Int, CaseIterable {
        /// Between requests.
        case idle
        /// From the first octet of a head to its last.
        case head
        /// Silence within content.
        case bodySilence
        /// All of the content, or all that comes after the last answer.
        case body
        /// The handler's answer.
        case answer
        /// The client's taking what it is owed.
        case write
        /// Silence after the last answer, until the client ends.
        case linger
    }

    private var queues: [Queue]

    /// One duration for each kind, in the order of `Kind`.
    init(_ limits: ServerLimits) {
        queues = Kind.allCases.map { kind in
            let milliseconds =
                switch kind {
                case .idle: limits.idleTimeoutMilliseconds
                case .head: limits.headTimeoutMilliseconds
                case .bodySilence: limits.bodySilenceTimeoutMilliseconds
                case .body: limits.bodyTimeoutMilliseconds
                case .answer: limits.answerTimeoutMilliseconds
                case .write: limits.writeTimeoutMilliseconds
                case .linger: limits.lingerTimeoutMilliseconds
                }
            return Queue(nanoseconds: Int64(milliseconds) * LoopClock.nanosecondsPerMillisecond)
        }
    }

    /// Starts a slot's deadline of this kind, anew if it was running.
    mutating func arm(_ kind: Kind, slot: Int, now: Int64) {
        queues[kind.rawValue].arm(slot, now: now)
    }

    mutating func cancel(_ kind: Kind, slot: Int) {
        queues[kind.rawValue].cancel(slot)
    }

    /// Ends one deadline of a slot and starts another.
    mutating func replace(_ old: Kind?, by new: Kind?, slot: Int, now: Int64) {
        if let old { cancel(old, slot: slot) }
        if let new { arm(new, slot: slot, now: now) }
    }

    mutating func cancelAll(slot: Int) {
        for kind in Kind.allCases { queues[kind.rawValue].cancel(slot) }
    }

    /// When the next deadline is due; nil when none runs.
    var next: Int64? {
        var next: Int64?
        for queue in queues {
            guard let due = queue.next else { continue }
            next = min(next ?? due, due)
        }
        return next
    }

    /// Takes one deadline that has passed.
    mutating func takeExpired(now: Int64) -> (kind: Kind, slot: Int)? {
        for kind in Kind.allCases {
            guard let due = queues[kind.rawValue].next, due <= now else { continue }
            return (kind, queues[kind.rawValue].takeFirst())
        }
        return nil
    }

    /// A list through the slots' own nodes, so that a running deadline is moved without being searched for.
    private struct Queue {
        private struct Node {
            var previous: Int32 = -1
            var next: Int32 = -1
            var due = Int64.min
        }

        private let nanoseconds: Int64
        private var nodes: [Node] = []
        private var first: Int32 = -1
        private var last: Int32 = -1

        init(nanoseconds: Int64) {
            self.nanoseconds = nanoseconds
        }

        var next: Int64? { first < 0 ? nil : nodes[Int(first)].due }

        mutating func arm(_ slot: Int, now: Int64) {
            if slot >= nodes.count {
                nodes.append(contentsOf: repeatElement(Node(), count: slot + 1 - nodes.count))
            }
            cancel(slot)
            nodes[slot] = Node(previous: last, next: -1, due: now + nanoseconds)
            if last >= 0 { nodes[Int(last)].next = Int32(slot) } else { first = Int32(slot) }
            last = Int32(slot)
        }

        mutating func cancel(_ slot: Int) {
            guard slot < nodes.count, nodes[slot].due != Int64.min else { return }
            let node = nodes[slot]
            if node.previous >= 0 { nodes[Int(node.previous)].next = node.next } else { first = node.next }
            if node.next >= 0 { nodes[Int(node.next)].previous = node.previous } else { last = node.previous }
            nodes[slot].due = Int64.min
        }

        mutating func takeFirst() -> Int {
            let slot = Int(first)
            cancel(slot)
            return slot
        }
    }
}
