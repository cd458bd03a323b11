package import Wire

/// What the server asks of the application: requests in, responses out.
package protocol Handler: Sendable {
    /// Answers one request. Runs on the loop's thread to completion, so it must not block. After nil the answer comes
    /// later, once, through `exchange.answer(_:)` from any thread.
    func handle(_ request: Request, _ exchange: Exchange) -> Response?

    /// Called when all requests that were ready at once have been handled, to do the work that was put aside to be done
    /// together. Runs on the loop's thread.
    func endIteration()

    /// The response to a request that the server itself refuses; the connection ends with it. `head` is what was read
    /// of the head: all of it with 413, 417 and a timeout within content (408); only a method and the beginning of a
    /// path if the request line is refused or not whole; nil if not even that was read.
    func refuse(_ error: ProtocolError, head: RequestHead?, peer: PeerAddress) -> Response

    /// The response to a connection for which there is no room. Nothing is read from it.
    func refuseConnection(from peer: PeerAddress) -> Response
}

extension Handler {
    package func refuseConnection(from peer: PeerAddress) -> Response {
        // RFC 9110 §15.6.4: 503 tells of overload, and Retry-After when to try again.
        Response(status: 503, fields: [HeaderField(name: "Retry-After", value: "1")])
    }
}

extension Handler {
    package func endIteration() {}
}
