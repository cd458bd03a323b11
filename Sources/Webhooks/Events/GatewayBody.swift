package import Checkout
package import Wire

/// The body of an event in the format ``WebhookFormat/gateway``:
/// `{id, type, timestamp, data: {sequence, session, provider: {name, body}}}`, as Standard Webhooks advises.
package enum GatewayBody {
    /// The body of an event of a session. It is made once, when the event happens; every attempt sends these bytes.
    ///
    /// A body above ``BodyLimit/bytesMax`` leaves out the provider's body and the parts of the session that can be
    /// long: `metadata`, and `fields`, which repeats it. `data.left_out` names what is missing.
    ///
    /// - Parameters:
    ///   - session: the normalized session after the event, an object.
    ///   - provider: the provider of the session.
    ///   - body: how the provider shows the session; nil if it cannot show it.
    package static func make(
        _ event: WebhookEvent, session: JSONText, of provider: ProviderName, body: JSONText?
    ) -> [UInt8] {
        BodyLimit.bounded { isWhole in
            let (session, removed) = isWhole ? (session, []) : session.without(["metadata", "fields"])
            return envelope(event) { json in
                json.member("sequence", event.id.sequence)
                json.name("session")
                json.value(session)
                json.object("provider") { json in
                    json.member("name", provider.text)
                    guard isWhole || body == nil else { return }
                    json.name("body")
                    json.value(body ?? .null)
                }
                if !isWhole { writeLeftOut(removed.map { "session.\($0)" }, hadBody: body != nil, to: &json) }
            }
        }
    }

    /// The body of a ping, which is about no session.
    package static func ping(_ event: WebhookEvent) -> [UInt8] {
        envelope(event) { _ in }
    }

    private static func envelope(_ event: WebhookEvent, _ data: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object { json in
            json.member("id", event.id.text)
            json.member("type", event.type.word)
            json.member("timestamp", event.at, .microsecondsOrNone)
            json.object("data", data)
        }
    }

    private static func writeLeftOut(_ members: [String], hadBody: Bool, to json: inout JSONWriter) {
        json.array("left_out") { json in
            for member in members { json.string(member) }
            if hadBody { json.string("provider.body") }
        }
    }
}
