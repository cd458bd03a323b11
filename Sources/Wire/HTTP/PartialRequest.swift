/// A request whose head is whole and whose content is still coming.
struct PartialRequest: Sendable {
    private enum Content: Sendable {
        case length(remaining: Int)
        case chunked(ChunkedBody)
    }

    /// The most memory that is reserved for content before it comes. A client must send bytes to make the server hold
    /// bytes.
    private static let bodyReserveMax = 16 * 1024

    let head: RequestHead
    /// The content so far.
    private(set) var body: [UInt8] = []
    private var content: Content
    /// Whether the client waits for `100 Continue` before it sends the content.
    private var owesContinue: Bool

    init(_ head: RequestHead, _ framing: BodyFraming, limits: HTTPLimits, owesContinue: Bool) {
        self.head = head
        self.owesContinue = owesContinue
        content =
            switch framing {
            case .none: .length(remaining: 0)
            case .length(let length): .length(remaining: length)
            case .chunked: .chunked(ChunkedBody(limits: limits))
            }
    }

    /// Reads content from `offset` on and moves `offset` after it; true when the content is whole.
    mutating func readContent(_ bytes: Span<UInt8>, from offset: inout Int) throws(ProtocolError) -> Bool {
        switch content {
        case .length(let remaining):
            let count = min(remaining, bytes.count - offset)
            let part = bytes.extracting(offset..<(offset + count))
            offset += count
            if body.isEmpty, count == remaining {
                body = part.withUnsafeBufferPointer { [UInt8]($0) }
            } else {
                if body.isEmpty { body.reserveCapacity(min(remaining, PartialRequest.bodyReserveMax)) }
                part.withUnsafeBufferPointer { body.append(contentsOf: $0) }
            }
            content = .length(remaining: remaining - count)
            return remaining == count
        case .chunked(var chunked):
            try chunked.read(bytes, from: &offset, into: &body)
            content = .chunked(chunked)
            return chunked.isComplete
        }
    }

    /// The request, when `readContent` has returned true.
    consuming func whole() -> Request {
        Request(head: head, body: body)
    }

    /// Whether to send `100 Continue`; true at most once.
    mutating func takeContinue() -> Bool {
        exchange(&owesContinue, with: false)
    }
}
