/// A request with all of its content.
package struct Request: Sendable {
    /// Method, target and fields.
    package let head: RequestHead
    /// The content, decoded from its framing; empty if there is no content. Trailers are dropped (RFC 9110 §6.5.1).
    package let body: [UInt8]

    /// A request with this head, and with content that is already decoded.
    package init(head: RequestHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}
