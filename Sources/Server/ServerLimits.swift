import Glibc
package import Wire

/// Every bound of the server with its unit. The bounds of a single request are in `http`.
package struct ServerLimits: Sendable, Equatable {
    /// Bounds of one request.
    package var http = HTTPLimits()

    /// Event loops, each with its own thread; 0 means one for each core that may be used. With one for each, a busy
    /// loop keeps to a core of its own.
    package var loops = 0

    /// How many event loops there are, with 0 in ``loops`` replaced.
    package var loopCount: Int {
        if loops > 0 { return loops }
        return ProcessorSet.ofThisThread()?.numbers.count ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Connections that wait to be accepted; the kernel may hold fewer (`net.core.somaxconn`).
    package var backlogConnectionsMax = 4096

    /// Open connections in all. A further one is accepted, answered with `Handler.refuseConnection(from:)` and closed,
    /// so that its client learns why.
    package var connectionsMax = 10_000

    /// Open connections of one client address (IPv6: of one /64 network). High, because all clients share one address
    /// behind a proxy; lower it if there is no proxy.
    package var connectionsPerPeerMax = 10_000

    /// Proxies in front of the server. Many clients share their addresses, so only the bound of all connections applies
    /// to them.
    package var connectionsPerPeerExempt: [AddressBlock] = []

    /// From the last answer, or from the connection's start, to the next request's first byte. Each answer tells it to
    /// the client. Longer than the 60 s of most balancers: a balancer has to close an idle connection first, otherwise
    /// it sends a request into a connection that is just being closed.
    package var idleTimeoutMilliseconds = 75_000

    /// From the first byte of a head to its last. Bytes that arrive do not extend it, so slow senders cannot hold a
    /// connection.
    package var headTimeoutMilliseconds = 10_000

    /// The longest silence within a request's content.
    package var bodySilenceTimeoutMilliseconds = 20_000

    /// From the end of the head to the last byte of the content, even if bytes keep arriving. Bytes that a client still
    /// sends after the last answer are read for as long.
    package var bodyTimeoutMilliseconds = 60_000

    /// From a request's last byte to its handler's answer. After that the connection is closed without one, because the
    /// server cannot tell what became of the request.
    package var answerTimeoutMilliseconds = 60_000

    /// From the moment when a client's socket is full until it has taken all bytes of its answers.
    package var writeTimeoutMilliseconds = 20_000

    /// How long a client may be silent after the last answer before it ends its side. In all it has as long as a body
    /// has, because many clients read an answer only after they have sent everything.
    package var lingerTimeoutMilliseconds = 2_000

    /// Bytes that are read and dropped after the last answer. More than `http.bodyBytesMax`, so that a client that
    /// sends too much content gets the answer and not a reset.
    package var lingerBytesMax = 8 * 1024 * 1024

    /// Bytes of answers that one client has not taken. Above it, the client's further requests wait until it has taken
    /// them.
    package var outboxBytesMax = 128 * 1024

    /// Bytes held for all clients together: unfinished heads and content, pipelined requests, answers not taken. A
    /// connection that would hold more is closed, so that memory stays bounded even if every client keeps its own
    /// bound. Each loop has an equal share.
    package var heldBytesMax = 512 * 1024 * 1024

    /// The defaults.
    package init() {}
}
