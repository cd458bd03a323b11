import Gateway
import Wire

/// `webhooks`: the endpoints of a running gateway.
enum WebhooksCommand {
    /// One invocation, after its options were taken.
    struct Request {
        let client: GatewayClient
        /// The text after the command's words; nil if the command has none.
        let subject: String?
        /// Whether the answer is printed as it is.
        let isJSON: Bool
        let console: Console

        /// Takes the options that all commands have.
        ///
        /// - Parameter subject: what the third word is, for the message that it is missing; nil: the command has no
        ///   third word.
        init(_ invocation: inout Invocation, _ subject: String? = nil) throws(Refusal) {
            isJSON = invocation.take("json") != nil
            let access = try GatewayAccess(&invocation)
            try invocation.finish(words: subject == nil ? 2 : 3)
            if let subject {
                guard invocation.words.count == 3, !invocation.words[2].isEmpty else {
                    throw Refusal(.usage, "`\(invocation.words.joined(separator: " "))` needs \(subject).")
                }
                self.subject = invocation.words[2]
            } else {
                self.subject = nil
            }
            client = GatewayClient(access, access.room())
            console = invocation.console
        }

        /// The subject as a part of a path.
        var part: String { WebhooksCommand.escaped(subject ?? "") }

        /// Prints an answer as it is, or as lines.
        func print(_ answer: JSONText, _ lines: (JSON?) -> [String]) throws(Refusal) {
            try console.print(
                isJSON ? [TerminalText.oneLine(json: answer)] : lines(JSONDocument(utf8: answer.bytes).root))
        }
    }

    static let endpointSubject = "the id of an endpoint, as `webhooks list` shows it"

    static func list(_ invocation: inout Invocation) throws(Refusal) {
        let account = invocation.take("account")
        let request = try Request(&invocation)
        let query = account.map { "?account=\(escaped($0))" } ?? ""
        try request.print(try request.client.ask(.get, "webhooks/endpoints\(query)")) {
            WebhookTables.endpoints($0?.member("data"))
        }
    }

    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let request = try Request(&invocation, endpointSubject)
        try request.print(try request.client.ask(.get, "webhooks/endpoints/\(request.part)")) {
            WebhookTables.members($0)
        }
    }

    static func create(_ invocation: inout Invocation) throws(Refusal) {
        let names: [(option: String, member: StaticString)] = [
            ("account", "account"), ("format", "format"), ("description", "description"),
        ]
        let texts = names.map { (member: $0.member, text: invocation.take($0.option)) }
        let events = invocation.take("events")
        let request = try Request(&invocation, "the URL that gets the events")
        let body = JSONText { json in
            json.member("url", request.subject)
            for (member, text) in texts where text != nil { json.member(member, text) }
            if let events { write(events, to: &json) }
        }
        try request.print(try request.client.ask(.post, "webhooks/endpoints", body: body)) { WebhookTables.members($0) }
    }

    /// `webhooks update`: changes what the options say, and nothing else.
    static func update(_ invocation: inout Invocation) throws(Refusal) {
        let names: [(option: String, member: StaticString)] = [
            ("to", "url"), ("format", "format"), ("description", "description"),
        ]
        let texts = names.map { (member: $0.member, text: invocation.take($0.option)) }
        let events = invocation.take("events")
        let state = invocation.take("state")
        guard state == nil || state == "enabled" || state == "disabled" else {
            throw Refusal(.usage, "--state has to be enabled or disabled.")
        }
        let request = try Request(&invocation, endpointSubject)
        let body = JSONText { json in
            for (member, text) in texts where text != nil { json.member(member, text) }
            if let events { write(events, to: &json) }
            if let state { json.member("disabled", state == "disabled") }
        }
        try request.print(try request.client.ask(.patch, "webhooks/endpoints/\(request.part)", body: body)) {
            WebhookTables.members($0)
        }
    }

    private static func write(_ events: String, to json: inout JSONWriter) {
        json.array("events") { json in for word in events.split(separator: ",") { json.string(String(word)) } }
    }

    static func delete(_ invocation: inout Invocation) throws(Refusal) {
        let request = try Request(&invocation, endpointSubject)
        let answer = try request.client.ask(.delete, "webhooks/endpoints/\(request.part)")
        try request.print(answer) { _ in ["endpoint \(request.subject ?? "") is deleted"] }
    }

    static func rotate(_ invocation: inout Invocation) throws(Refusal) {
        let request = try Request(&invocation, endpointSubject)
        try request.print(try request.client.ask(.post, "webhooks/endpoints/\(request.part)/rotate")) {
            WebhookTables.members($0)
        }
    }

    /// Sends again what an endpoint did not take since a moment. The gateway does a part of it for each call.
    static func recover(_ invocation: inout Invocation) throws(Refusal) {
        guard let since = invocation.take("since") else { throw Refusal(.usage, "--since is missing.") }
        let request = try Request(&invocation, endpointSubject)
        var count: Int64 = 0
        var next: String?
        repeat {
            let body = JSONText { json in
                json.member("since", since)
                if let next { json.member("after", next) }
            }
            let answer = try request.client.ask(.post, "webhooks/endpoints/\(request.part)/recover", body: body)
            let root = JSONDocument(utf8: answer.bytes).root
            count += root?.member("recovered").flatMap { JSONNumber.int64($0.source) } ?? 0
            let position = root?.member("next")?.string
            // A gateway that repeats a position must not keep the command for ever.
            next = position == next ? nil : position
        } while next != nil
        try request.print(JSONText { $0.member("recovered", count) }) { _ in
            ["\(count) deliver\(count == 1 ? "y is" : "ies are") sent again"]
        }
    }

    /// A text in a path or a query (RFC 3986 §2.3).
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = ASCII.isLetter(byte) || ASCII.isDigit(byte) || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.string([byte]).uppercased()
        }.joined()
    }
}
