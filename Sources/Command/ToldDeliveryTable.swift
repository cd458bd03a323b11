import Checkout
import Gateway
import Webhooks
import Wire

/// What endpoints were told about a session, as a table for a terminal.
enum ToldDeliveryTable {
    /// The names of the columns, then a line for each delivery with its attempts below; no line if nothing was told.
    static func lines(_ told: [ToldDelivery]) -> [String] {
        guard !told.isEmpty else { return [] }
        let columns = line("DELIVERY", "AT", "ENDPOINT", "STATE", "WEBHOOK")
        return [columns]
            + told.flatMap { told in
                let delivery = told.delivery
                let first = line(
                    "\(delivery.id)", moment(delivery.createdAt), WebhookEndpointID(delivery.endpoint).text,
                    "\(delivery.state.word)", delivery.type)
                return [first] + told.attempts.map { line("", moment($0.at), "attempt \($0.number)", "", end(of: $0)) }
            }
    }

    private static func line(
        _ delivery: String, _ moment: String, _ endpoint: String, _ state: String, _ rest: String
    ) -> String {
        "\(delivery.padded(9)) \(moment.padded(28)) \(endpoint.padded(15)) \(state.padded(10)) \(rest)"
    }

    private static func moment(_ moment: Timestamp) -> String { moment.rfc3339(.microsecondsOrNone) }

    private static func end(of attempt: AttemptRecord) -> String {
        switch attempt.outcome {
        case .answered(let status): "answered \(status)"
        case .failed(_, let reason): reason
        }
    }
}
