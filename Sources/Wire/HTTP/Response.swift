/// A response as a handler makes it. The encoder and the connection add framing, date and persistence.
package struct Response: Sendable, Equatable {
    /// A final status code, 200 to 599.
    package var status: Int
    /// The value of `Content-Type`; nil leaves the field out.
    package var contentType: String?
    /// The value of `X-Request-Id`, by which an operator finds the answer in the logs; nil leaves the field out. It is
    /// not one of ``fields``, because most answers have no other field.
    package var requestID: String?
    /// Further fields in the order in which they are sent. The encoder writes `Content-Length`, `Transfer-Encoding`,
    /// `Connection`, `Keep-Alive` and `Date` itself and drops them here.
    package var fields: [HeaderField]
    /// Fields that this response shares with many others, sent after ``fields``; nil if it shares no fields.
    package var sharedFields: FieldBlock?
    /// The content. It is not sent in answer to HEAD, nor with 204 or 304.
    package var body: [UInt8]
    /// Whether the server closes the connection after this response.
    package var closes: Bool

    /// A response that leaves the connection open unless `closes` is true.
    package init(
        status: Int, contentType: String? = nil, fields: [HeaderField] = [], body: [UInt8] = [], closes: Bool = false
    ) {
        self.status = status
        self.contentType = contentType
        requestID = nil
        self.fields = fields
        sharedFields = nil
        self.body = body
        self.closes = closes
    }
}
