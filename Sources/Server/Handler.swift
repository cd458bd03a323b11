package import Wire

/// The seam to the application: requests in, responses out.
package protocol Handler: Sendable {
    /// Answers one request. Runs on the loop's thread to completion, so it must not block. nil: the answer comes later,
    /// once, through `exchange.answer(_:)` from any thread.
    func handle(_ request: Request, _ exchange: Exchange) -> Response?

    /// All requests that were ready at once have been handled. What was put aside to be done together is done now. Runs on
    /// the loop's thread.
    func endTurn()

    /// Words for a request that the server itself refuses; the connection ends with them. `head` is there as far as it
    /// was read: all of it with 413, 417, 408 within content …, and no more than a method and the beginning of a path where
    /// the request line is refused or is not whole. nil where not even that was read.
    func refuse(_ error: ProtocolError, head: RequestHead?, peer: PeerAddress) -> Response

    /// Words for a connection for which there is no room. Nothing of it was read, and nothing will be.
    func refuseConnection(from peer: PeerAddress) -> Response
}

extension Handler {
    package func refuseConnection(from peer: PeerAddress) -> Response {
        // RFC 9110 §15.6.4: overload, and when to come back.
        Response(status: 503, fields: [HeaderField(name: "Retry-After", value: "1")])
    }
}

extension Handler {
    package func endTurn() {}
}
