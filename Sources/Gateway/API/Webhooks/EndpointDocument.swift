import Checkout
import Webhooks
import Wire

/// A webhook endpoint as JSON.
enum EndpointDocument {
    /// One object.
    ///
    /// - Parameter secret: the secret to show; nil except in the answer to the call that gave it to the endpoint.
    static func text(
        _ endpoint: WebhookEndpointRecord, secret: WebhookSecret? = nil, _ call: AdminAPI.AcceptedRequest
    ) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        write(endpoint, secret: secret, call, to: &json)
        return json.finish()
    }

    /// Writes one object.
    static func write(
        _ endpoint: WebhookEndpointRecord, secret: WebhookSecret? = nil, _ call: AdminAPI.AcceptedRequest,
        to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("id", WebhookEndpointID(endpoint.id).text)
            json.member("account", endpoint.account.value)
            json.member("url", call.shown(url: endpoint.settings.url))
            json.member("format", WebhookFormat(rawValue: endpoint.settings.format)?.word)
            json.array("events") { json in for word in endpoint.settings.types { json.string(word) } }
            json.member("description", endpoint.settings.description.map(call.shown(text:)))
            json.member("origin", "\(word(endpoint.origin))")
            json.member("created_at", endpoint.createdAt, .microsecondsOrNone)
            write(endpoint.disabled, to: &json)
            json.object("health") { json in
                json.member("last_success_at", endpoint.health.lastSuccessAt, .microsecondsOrNone)
                json.member("failures", endpoint.health.failures)
                json.member("failing_since", endpoint.health.failingSince, .microsecondsOrNone)
            }
            let realNow = call.services.webhooks.realClock.now
            json.array("secrets") { json in
                for secret in endpoint.secrets where secret.isLive(at: realNow) {
                    json.object { json in
                        json.member("created_at", secret.createdAt, .microsecondsOrNone)
                        json.member("ends_at", secret.retiredAt, .microsecondsOrNone)
                    }
                }
            }
            if let secret { json.member("secret", secret.text) }
        }
    }

    private static func write(_ disabled: WebhookEndpointRecord.Disabled?, to json: inout JSONWriter) {
        guard let disabled else {
            json.name("disabled")
            return json.null()
        }
        json.object("disabled") { json in
            json.member("reason", "\(word(disabled.reason))")
            json.member("since", disabled.since, .microsecondsOrNone)
        }
    }

    private static func word(_ origin: WebhookOrigin) -> StaticString {
        switch origin {
        case .api: "api"
        case .configuration: "configuration"
        }
    }

    private static func word(_ reason: WebhookDisabling) -> StaticString {
        switch reason {
        case .requested: "asked"
        case .gone: "gone"
        case .failing: "failing"
        }
    }
}

extension AdminAPI.AcceptedRequest {
    /// A URL as the caller may see it. Many receivers of webhooks put a secret into the query.
    fileprivate func shown(url: String) -> String {
        guard caller.access == .read else { return url }
        let mark = url.firstIndex { $0 == "?" || $0 == "#" }
        return shown(text: String(url[..<(mark ?? url.endIndex)])) + (mark == nil ? "" : "?" + Mask.stars)
    }

    /// A text that a person or a shop's server wrote, as the caller may see it.
    func shown(text: String) -> String {
        guard caller.access == .read, let masked = services.mask.text(Array(text.utf8).span, .plain) else {
            return text
        }
        return String(decoding: masked, as: UTF8.self)
    }
}
