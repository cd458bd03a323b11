import Checkout
import Outbound
import Webhooks
import Wire

/// Deliveries of webhooks as JSON.
enum DeliveryDocument {
    /// Writes one object.
    static func write(_ delivery: DeliveryRecord, to json: inout JSONWriter) {
        json.object { json in writeMembers(of: delivery, to: &json) }
    }

    /// 202 with a delivery that is due now.
    static func accepted(_ delivery: DeliveryRecord) -> Response {
        Response(
            status: 202, contentType: "application/json",
            body: JSONWriter.object { json in writeMembers(of: delivery, to: &json) })
    }

    /// A delivery with its attempts and its body.
    static func text(_ detail: DeliveryDetail, _ call: AdminAPI.AcceptedRequest) -> [UInt8] {
        JSONWriter.object { json in
            writeMembers(of: detail.delivery, to: &json)
            json.array("attempts") { json in
                for attempt in detail.attempts {
                    json.object { json in
                        writeEnd(of: attempt, to: &json)
                        json.member("address", attempt.address)
                        json.member("answer_header", attempt.fields.map(call.shown(text:)))
                        json.member("answer_body", call.shown(text: String(decoding: attempt.answer, as: UTF8.self)))
                        json.member("answer_truncated", attempt.isTruncated)
                    }
                }
            }
            json.name("body")
            if let body = detail.body { json.string(utf8: body) } else { json.null() }
        }
    }

    /// Writes what a session's timeline says about a delivery.
    static func write(_ told: ToldDelivery, to json: inout JSONWriter) {
        json.object { json in
            writeMembers(of: told.delivery, to: &json)
            json.array("attempts") { json in
                for attempt in told.attempts { json.object { json in writeEnd(of: attempt, to: &json) } }
            }
        }
    }

    private static func writeMembers(of delivery: DeliveryRecord, to json: inout JSONWriter) {
        json.member("id", delivery.id)
        json.member("endpoint", WebhookEndpointID(delivery.endpoint).text)
        json.member("account", delivery.account.value)
        json.member("session", (delivery.source?.session).map { UUIDText.encode($0.bits) })
        json.member("sequence", delivery.source?.sequence)
        json.member("event_id", delivery.eventID)
        json.member("type", delivery.type)
        json.member("format", WebhookFormat(rawValue: delivery.format)?.word)
        json.member("state", "\(delivery.state.word)")
        json.member("attempt_count", delivery.attempts)
        json.member("created_at", delivery.createdAt, .microsecondsOrNone)
        json.member("due_at", delivery.dueAt, .microsecondsOrNone)
    }

    /// Writes the members that say when an attempt was made, and how it ended.
    private static func writeEnd(of attempt: AttemptRecord, to json: inout JSONWriter) {
        json.member("number", attempt.number)
        json.member("at", attempt.at, .microsecondsOrNone)
        json.member("duration_ms", attempt.durationMicroseconds / 1_000)
        switch attempt.outcome {
        case .answered(let status):
            json.member("status", status)
            json.name("failure")
            json.null()
        case .failed(let phase, let reason):
            json.name("status")
            json.null()
            json.object("failure") { json in
                json.member("phase", CallFailure.Phase(number: phase).map { "\($0.word)" })
                json.member("reason", reason)
            }
        }
    }
}

extension DeliveryState {
    /// The state's word in answers and in filters.
    package var word: StaticString {
        switch self {
        case .pending: "pending"
        case .delivered: "delivered"
        case .failed: "failed"
        case .skipped: "skipped"
        }
    }
}
