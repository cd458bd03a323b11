import Wire

/// Answers of the gateway's API as text for a terminal.
enum WebhookTables {
    /// Endpoints, one a line.
    static func endpoints(_ list: JSON?) -> [String] {
        TextTable.lines(
            ["ID", "ACCOUNT", "FORMAT", "STATE", "URL", "EVENTS"],
            rows(list) { endpoint in
                let disabled = endpoint.member("disabled").flatMap { $0.isNull ? nil : $0 }
                return [
                    text(endpoint.member("id")), text(endpoint.member("account")), text(endpoint.member("format")),
                    disabled.map { "disabled (\(text($0.member("reason"))))" } ?? "enabled",
                    text(endpoint.member("url")), text(endpoint.member("events")),
                ]
            })
    }

    /// Deliveries, one a line.
    static func deliveries(_ list: [JSON]) -> [String] {
        let names: [StaticString] = [
            "id", "created_at", "endpoint", "type", "state", "attempt_count", "due_at", "session",
        ]
        return TextTable.lines(
            ["ID", "CREATED", "ENDPOINT", "TYPE", "STATE", "ATTEMPTS", "DUE", "SESSION"],
            list.map { delivery in names.map { text(delivery.member($0)) } })
    }

    /// The members of an object, one a line, without those that have lines of their own.
    static func members(_ object: JSON?, without left: Set<String> = []) -> [String] {
        guard let object else { return [] }
        return TextTable.aligned(
            object.members.compactMap { name, value in
                let name = name.string ?? ""
                return left.contains(name) ? nil : [name, text(value)]
            })
    }

    /// The attempts of a delivery, one a line.
    static func attempts(_ delivery: JSON?) -> [String] {
        let rows = rows(delivery?.member("attempts")) { attempt in
            [text(attempt.member("number")), text(attempt.member("at")), outcome(of: attempt)]
        }
        return rows.isEmpty ? [] : TextTable.lines(["ATTEMPT", "AT", "OUTCOME"], rows)
    }

    /// How an attempt ended: `200 in 12 ms`, or why it failed.
    static func outcome(of attempt: JSON) -> String {
        let time = "\(text(attempt.member("duration_ms"))) ms"
        if let failure = attempt.member("failure"), !failure.isNull {
            return "\(text(failure.member("phase"))): \(text(failure.member("reason"))), after \(time)"
        }
        return "\(text(attempt.member("status"))) in \(time)"
    }

    private static func rows(_ list: JSON?, _ row: (JSON) -> [String]) -> [[String]] {
        guard let list else { return [] }
        return list.elements.map(row)
    }

    /// A value for people: a text without quotes, a list of texts with commas, `-` for nothing, and other values as
    /// JSON.
    static func text(_ value: JSON?) -> String {
        guard let value, !value.isNull else { return "-" }
        if let text = value.string { return text }
        let texts = value.kind == .array ? value.elements.map(\.string) : [nil]
        if !texts.contains(nil) { return texts.isEmpty ? "-" : texts.compactMap(\.self).joined(separator: ",") }
        return String(decoding: value.source, as: UTF8.self)
    }
}
