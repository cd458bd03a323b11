import Gateway
import Glibc
import Wire

/// What was told to endpoints.
extension WebhooksCommand {
    private static let deliverySubject = "the id of a delivery, as `webhooks deliveries` shows it"
    /// The most deliveries of one answer.
    private static let pageMax = 100
    private static let limitMax = 1_000
    /// How long `ping` and `resend` wait for the outcome by default, in seconds: as long as one attempt may take.
    private static let waitSeconds = 20
    private static let waitSecondsMax = 300
    /// The pause between two questions for an outcome.
    private static let pauseMicroseconds: UInt32 = 100_000

    static func deliveries(_ invocation: inout Invocation) throws(Refusal) {
        let names = ["account", "endpoint", "session", "state", "type", "created_from", "created_to"]
        let filters = names.compactMap { name in invocation.take(name).map { "&\(name)=\(escaped($0))" } }.joined()
        let limit = try number("limit", invocation.take("limit"), 1...limitMax) ?? 20
        let request = try Request(&invocation)
        var found: [JSON] = []
        var cursor: String?
        repeat {
            let page = min(limit - found.count, pageMax)
            let after = cursor.map { "&cursor=\(escaped($0))" } ?? ""
            let answer = try request.client.ask(.get, "webhooks/deliveries?limit=\(page)\(filters)\(after)")
            let root = JSONDocument(utf8: answer.bytes).root
            if let data = root?.member("data") { found += data.elements }
            let next = root?.member("next_cursor")?.string
            cursor = next == cursor ? nil : next
        } while cursor != nil && found.count < limit
        guard request.isJSON else { return try request.console.print(WebhookTables.deliveries(found)) }
        for delivery in found {
            if let text = JSONText(parsing: Array(delivery.source)) {
                try request.console.print(TerminalText.oneLine(json: text))
            }
        }
    }

    static func delivery(_ invocation: inout Invocation) throws(Refusal) {
        let request = try Request(&invocation, deliverySubject)
        try request.print(try request.client.ask(.get, "webhooks/deliveries/\(request.part)")) { delivery in
            WebhookTables.members(delivery, without: ["attempts", "body"]) + WebhookTables.attempts(delivery)
                + ["body", WebhookTables.text(delivery?.member("body"))]
        }
    }

    static func ping(_ invocation: inout Invocation) throws(Refusal) {
        let seconds = try wait(&invocation)
        let request = try Request(&invocation, endpointSubject)
        try tell(request, try request.client.ask(.post, "webhooks/endpoints/\(request.part)/ping"), seconds)
    }

    static func resend(_ invocation: inout Invocation) throws(Refusal) {
        let seconds = try wait(&invocation)
        let request = try Request(&invocation, deliverySubject)
        try tell(request, try request.client.ask(.post, "webhooks/deliveries/\(request.part)/resend"), seconds)
    }

    private static func wait(_ invocation: inout Invocation) throws(Refusal) -> Int {
        try number("wait", invocation.take("wait"), 0...waitSecondsMax) ?? waitSeconds
    }

    private static func number(
        _ name: String, _ text: String?, _ range: ClosedRange<Int>
    ) throws(Refusal) -> Int? {
        guard let text else { return nil }
        guard let number = ASCII.natural(text.utf8.span), range.contains(number) else {
            throw Refusal(.usage, "--\(name) has to be \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// Waits until an accepted delivery has had an attempt more, and prints how it ended. Throws a ``Refusal`` with
    /// ``ExitCode/undelivered`` if the endpoint did not take it, or has not been asked in time.
    private static func tell(_ request: Request, _ accepted: JSONText, _ seconds: Int) throws(Refusal) {
        let start = JSONDocument(utf8: accepted.bytes).root
        guard let id = start?.member("id").flatMap({ JSONNumber.int64($0.source) }) else {
            throw Refusal(.unavailable, "the gateway's answer has no delivery.")
        }
        let before = attempts(start)
        let end = ContinuousClock.now + .seconds(seconds)
        var answer = accepted
        while attempts(JSONDocument(utf8: answer.bytes).root) <= before, ContinuousClock.now < end {
            usleep(pauseMicroseconds)
            answer = try request.client.ask(.get, "webhooks/deliveries/\(id)")
        }
        let delivery = JSONDocument(utf8: answer.bytes).root
        let last = delivery?.member("attempts").flatMap { Array($0.elements).last }
        guard attempts(delivery) > before, let last else {
            if request.isJSON { try request.print(answer) { _ in [] } }
            throw Refusal(
                .undelivered, "delivery \(id) has not been sent within \(seconds) s; it is \(state(delivery)).")
        }
        let outcome = WebhookTables.outcome(of: last)
        let status = last.member("status").flatMap { JSONNumber.int64($0.source) } ?? 0
        if request.isJSON { try request.print(answer) { _ in [] } }
        guard (200...299).contains(status) else {
            throw Refusal(.undelivered, "delivery \(id) was not taken: \(outcome); it is \(state(delivery)).")
        }
        if !request.isJSON { try request.console.print("delivery \(id) was taken: \(outcome)") }
    }

    private static func attempts(_ delivery: JSON?) -> Int64 {
        delivery?.member("attempt_count").flatMap { JSONNumber.int64($0.source) } ?? 0
    }

    private static func state(_ delivery: JSON?) -> String { WebhookTables.text(delivery?.member("state")) }
}
