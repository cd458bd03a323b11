import CLinux
import Dispatch
import Glibc
import Synchronization

/// An HTTP/1.1 server over TCP: event loops, each on its own thread, that pass requests to one handler.
package final class Server: Sendable {
    /// The port that is bound, also after 0 was asked for.
    package let port: UInt16

    private let mailboxes: [Mailbox]
    private let ended = DispatchGroup()
    private let isStopping = Mutex(false)
    private let outcome = Outcome()

    /// What the loops tell the thread that started them.
    private final class Outcome: Sendable {
        let fault = Mutex<ServerFault?>(nil)
        let cutConnections = Atomic<Int>(0)
    }

    /// Binds, listens and starts the loops; when it returns, connections are accepted. `host` follows
    /// ``LocalHost/rule``; port 0 takes any free port. Throws what ``ListeningPort`` throws, and
    /// ``ServerFault/resourcesUnavailable(code:)``.
    package convenience init(
        host: String, port: UInt16, limits: ServerLimits, handler: (UInt16) -> any Handler
    ) throws(ServerFault) {
        let listening = try ListeningPort(host: host, port: port, backlog: limits.backlogConnectionsMax)
        try self.init(on: listening, limits: limits, handler: handler)
    }

    /// Starts the loops; when it returns, connections are accepted. The handler is made from the port, because answers
    /// may have to name it. Throws ``ServerFault/resourcesUnavailable(code:)`` if the system has no room for a loop.
    package init(
        on sockets: consuming ListeningPort, limits: ServerLimits, handler makeHandler: (UInt16) -> any Handler
    ) throws(ServerFault) {
        var mailboxes: [Mailbox] = []
        for _ in 0..<limits.loopCount { mailboxes.append(try Mailbox()) }
        self.mailboxes = mailboxes
        port = sockets.port
        let handler = makeHandler(sockets.port)
        let admission = Admission(limits)
        let started = DispatchGroup()
        var listening = sockets.release()
        for (index, mailbox) in mailboxes.enumerated() {
            started.enter()
            DispatchQueue(label: "loop.\(index)").async(group: ended) { [outcome, mailboxes, listening] in
                let acceptor =
                    listening.isEmpty
                    ? nil
                    : Acceptor(
                        listeners: listening.map(ListenerBox.init), admission: admission, mailboxes: mailboxes)
                Server.avoidPreempting()
                // The loop is made on the thread that owns it.
                do throws(ServerFault) {
                    var loop = try EventLoop(
                        mailbox: mailbox, handler: handler, limits: limits, index: index, of: mailboxes.count,
                        admission: admission, acceptor: acceptor)
                    started.leave()
                    outcome.cutConnections.add(loop.run(), ordering: .relaxed)
                } catch {
                    outcome.fault.withLock { $0 = error }
                    _ = mailbox.close()
                    started.leave()
                }
            }
            listening = []
        }
        started.wait()
        if let fault = outcome.fault.withLock({ $0 }) {
            _ = stop(drain: .zero)
            throw fault
        }
    }

    /// Stops the server and returns when all is done. It accepts the clients that wait already, then closes the
    /// sockets, ends idle connections, answers the requests in progress with `Connection: close`, and cuts off after
    /// `drain` what is left. Returns how many connections were cut off. A second call waits for the first.
    package func stop(drain: Duration) -> Int {
        let isFirst = isStopping.withLock { isStopping in
            defer { isStopping = true }
            return !isStopping
        }
        if isFirst {
            // Accepted connections must be in the other loops' mailboxes before those loops are told to end.
            let accepted = DispatchSemaphore(value: 0)
            if mailboxes[0].post(.stopAccepting { accepted.signal() }) { accepted.wait() }
            let until = LoopClock.monotonicNanoseconds() + Server.nanoseconds(drain)
            for mailbox in mailboxes { mailbox.post(.drain(until: until)) }
        }
        ended.wait()
        return outcome.cutConnections.load(ordering: .relaxed)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        // Waiting for a year is as good as for ever, and cannot overflow.
        return min(max(seconds, 0), 31_536_000) * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// Tells the scheduler that this thread need not interrupt a running one when it has work: a client on the same
    /// machine, another loop, the store's writer. Requests that arrive meanwhile are handled in the same iteration,
    /// with one wake-up for all. Threads that it starts inherit this, such as Dispatch's for the writer's queue. If the
    /// system refuses, that costs speed and nothing else.
    private static func avoidPreempting() {
        var priority = sched_param()
        _ = sched_setscheduler(0, SCHED_BATCH, &priority)
    }
}

/// Why a server could not start. `code` is the value of `errno`.
package enum ServerFault: Error, Sendable, Hashable {
    /// The host is not an address, and no address is found for it as a name.
    case hostUnknown(String)
    /// The address cannot be bound or listened on.
    case addressUnavailable(code: Int32)
    /// The system gives no epoll or eventfd descriptor.
    case resourcesUnavailable(code: Int32)
}
