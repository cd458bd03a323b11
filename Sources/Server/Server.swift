import CLinux
import Dispatch
import Glibc
import Synchronization
import Wire

/// An HTTP/1.1 server over TCP: event loops, each on its own thread, that pass requests to one handler.
package final class Server: Sendable {
    /// The port that is bound, also where 0 was asked for.
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

    /// Binds, listens and starts the loops; connections are accepted when it returns. `host` is what ``LocalHost/rule`` says,
    /// `port` 0 takes any free one.
    package convenience init(
        host: String, port: UInt16, limits: ServerLimits, handler: (UInt16) -> any Handler
    ) throws(ServerFault) {
        let listening = try ListeningPort(host: host, port: port, backlog: limits.backlogConnectionsMax)
        try self.init(on: listening, limits: limits, handler: handler)
    }

    /// Starts the loops; connections are accepted when it returns. The handler is made with the port, since answers may have
    /// to name it. Throws where the system has no room for a loop.
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
                Server.waitForATurn()
                // The loop is made by the thread that it belongs to.
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

    /// Stops and returns when all is done: accepts whoever waits already, accepts nobody more, ends idle connections,
    /// answers the requests at hand with `Connection: close`, and after `drain` cuts off what is left. Answers how many
    /// connections were cut off. A second call waits for the first.
    package func stop(drain: Duration) -> Int {
        let isFirst = isStopping.withLock { isStopping in
            defer { isStopping = true }
            return !isStopping
        }
        if isFirst {
            // Hand-overs must be in the other loops' boxes before these are told to end.
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
        // A year is as good as for ever, and is far from overflowing.
        return min(max(seconds, 0), 31_536_000) * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// Lets the scheduler know that this thread, when it has something to do, need not interrupt whoever runs: a client
    /// on the same machine, another loop, the store's writer. What comes in meanwhile is done in the same turn, with one
    /// wake-up for all of it. Threads that it starts, as Dispatch does for the writer's queue, inherit this. A system that
    /// refuses costs speed and nothing else.
    private static func waitForATurn() {
        var priority = sched_param()
        _ = sched_setscheduler(0, SCHED_BATCH, &priority)
    }
}
