import Wire

/// The running deadlines of all connections of one loop, in nanoseconds of the monotonic clock.
///
/// All deadlines of one kind last equally long, so the one that was started last ends last. Each kind is a queue in
/// order of time: starting and cancelling cost a few instructions, and the next deadline is the first one of a queue.
struct Deadlines {
    private var queues: [Queue]

    /// One queue for each kind of deadline, in the order of `Deadline.allCases`.
    init(_ limits: ServerLimits) {
        queues = Deadline.allCases.map { deadline in
            let milliseconds =
                switch deadline {
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

    /// Starts a slot's deadline at `now`, which is not before any earlier start. A deadline that runs already starts
    /// again.
    mutating func arm(_ deadline: Deadline, slot: Int, now: Int64) {
        queues[deadline.rawValue].arm(slot, now: now)
    }

    /// Ends a slot's deadline, if it is running.
    mutating func cancel(_ deadline: Deadline, slot: Int) {
        queues[deadline.rawValue].cancel(slot)
    }

    mutating func cancelAll(slot: Int) {
        for deadline in Deadline.allCases { queues[deadline.rawValue].cancel(slot) }
    }

    /// When the next deadline ends; nil if none runs.
    var next: Int64? {
        var next: Int64?
        for queue in queues {
            guard let due = queue.next else { continue }
            next = min(next ?? due, due)
        }
        return next
    }

    /// Takes one deadline that has passed.
    mutating func takeExpired(now: Int64) -> (deadline: Deadline, slot: Int)? {
        for deadline in Deadline.allCases {
            guard let due = queues[deadline.rawValue].next, due <= now else { continue }
            return (deadline, queues[deadline.rawValue].takeFirst())
        }
        return nil
    }

    /// A doubly linked list with one node for each slot, so that a running deadline is found and moved at once.
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
