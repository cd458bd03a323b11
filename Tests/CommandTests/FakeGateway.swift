import TestSupport

/// A gateway on loopback that answers requests as a test says.
final class FakeGateway: Sendable {
    /// A request as it was received.
    struct Request: Sendable {
        /// Method and target: `GET /gateway/v1/webhooks/endpoints`.
        let line: String
        let head: String
        let body: String

        fileprivate init(_ text: String) {
            let end = text.ranges(of: "\r\n\r\n").first
            head = String(text[..<(end?.lowerBound ?? text.endIndex)])
            body = String(text[(end?.upperBound ?? text.endIndex)...])
            line = head.split(separator: " HTTP/").first.map(String.init) ?? ""
        }
    }

    private let receiver: Receiver

    /// - Parameter answer: the status and the JSON that answer a request.
    init(_ answer: @escaping @Sendable (Request) -> (status: Int, body: String)) {
        receiver = Receiver { visitor, text in
            let (status, body) = answer(Request(text))
            return visitor.send(TestSupport.answer(status, body))
        }
    }

    var port: Int { receiver.port }

    var requests: [Request] { receiver.requests.map(Request.init) }

    /// Listens no more.
    func stop() {
        receiver.stop()
    }
}
