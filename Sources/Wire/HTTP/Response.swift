/// A response as a handler means it. Framing, date and persistence are the encoder's and the connection's business.
package struct Response: Sendable, Equatable {
    /// A final status code, 200 to 599.
    package var status: Int
    /// The value of `Content-Type`; nil leaves the field out.
    package var contentType: String?
    /// The value of `X-Request-Id`, by which the answer is found in logs; nil leaves the field out. It is not one of
    /// ``fields``, since most answers have no other.
    package var requestID: String?
    /// Further fields in the order to be sent. `Content-Length`, `Transfer-Encoding`, `Connection`, `Keep-Alive` and
    /// `Date` are left to the encoder and dropped here.
    package var fields: [HeaderField]
    /// Fields that this answer shares with many others; nil: none. They are sent behind ``fields``.
    package var sharedFields: FieldBlock?
    /// The content. It is not sent in answer to HEAD, nor with 204 or 304.
    package var body: [UInt8]
    /// Whether the connection ends with this response.
    package var closes: Bool

    /// A response that leaves the connection open unless it is told otherwise.
    package init(
        status: Int, contentType: String? = nil, fields: [HeaderField] = [], body: [UInt8] = [], closes: Bool = false
    ) {
        self.status = status
        self.contentType = contentType
        self.fields = fields
        self.body = body
        self.closes = closes
    }
}
