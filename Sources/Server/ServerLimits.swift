import Glibc
package import Wire

/// Every bound of the server with its unit. The bounds of a single request are in `http`.
package struct ServerLimits: Sendable, Equatable {
    /// Bounds of one request.
    package var http = HTTPLimits()

    /// Event loops, each with its own thread; 0 means one for each core that may be used. With one for each, those with
    /// much to do keep to a core of their own.
    package var loops = 0

    /// How many event loops there are, with ``loops`` as they stand.
    package var loopCount: Int {
        if loops > 0 { return loops }
        return ProcessorSet.ofThisThread()?.numbers.count ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Connections that wait to be accepted; the kernel may hold fewer (`net.core.somaxconn`).
    package var backlogConnectionsMax = 4096

    /// Open connections in all. One more is accepted, answered with `Handler.refuseConnection(from:)` and closed, so that
    /// its client knows.
    package var connectionsMax = 10_000

    /// Open connections of one client address (IPv6: of one /64 network). High, since all clients share one address
    /// where a proxy stands in front; lower it where none does.
    package var connectionsPerPeerMax = 10_000

    /// Proxies that stand in front: many clients share their addresses, so only the bound of all connections is theirs.
    package var connectionsPerPeerExempt: [AddressBlock] = []

    /// From the last answer, or from the connection's start, to the next request's first byte. Each answer tells it. Longer
    /// than the 60 s of most balancers: a balancer has to close an idle connection first, or it sends a request into one that
    /// is just being closed.
    package var idleTimeoutMilliseconds = 75_000

    /// From the first byte of a head to its last. Fixed, so that no drip holds a connection.
    package var headTimeoutMilliseconds = 10_000

    /// The longest silence within a request's content.
    package var bodySilenceTimeoutMilliseconds = 20_000

    /// From the end of the head to the last byte of the content, whatever drips in between. What a client still sends
    /// after the last answer is read for as long.
    package var bodyTimeoutMilliseconds = 60_000

    /// From a request's last byte to its handler's answer. Beyond it the connection is closed without one, because
    /// nobody knows what became of the request.
    package var answerTimeoutMilliseconds = 60_000

    /// From the moment a client's socket is full until it has taken all that is owed to it.
    package var writeTimeoutMilliseconds = 20_000

    /// How long a client may be silent before it ends its side after the last answer. In all it has as long as a body has:
    /// many clients see an answer only when they have sent everything.
    package var lingerTimeoutMilliseconds = 2_000

    /// Bytes that are read and dropped after the last answer. More than `http.bodyBytesMax`, so that a client that
    /// sends too much content sees the answer and not a reset.
    package var lingerBytesMax = 8 * 1024 * 1024

    /// Bytes owed to one client. Beyond it no further request of that client is answered until they are taken.
    package var outboxBytesMax = 128 * 1024

    /// Bytes held for all clients together: unfinished heads and content, pipelined requests, answers not taken. A
    /// connection that would hold more when it is reached is closed, so that memory has an end though no single client
    /// breaks its own bound. Each loop has its even share.
    package var heldBytesMax = 512 * 1024 * 1024

    /// The defaults.
    package init() {}
}
