package import Wire

/// What somebody wrote about an endpoint, in a request, in the configuration or on the command line. Nil is what was not
/// written.
package struct WebhookEndpointMembers: Sendable, Equatable {
    package var url: String?
    package var format: String?
    /// The words of types, or `*`.
    package var events: [String]?
    package var description: String?
    /// A secret that the owner brings along. The gateway makes one otherwise.
    package var secret: String?

    package init(
        url: String? = nil, format: String? = nil, events: [String]? = nil, description: String? = nil,
        secret: String? = nil
    ) {
        self.url = url
        self.format = format
        self.events = events
        self.description = description
        self.secret = secret
    }

    /// The members of a JSON object. Throws all that have a wrong type or an unknown name.
    ///
    /// - Parameter others: names of members that the caller reads itself.
    package init(_ object: JSON, others: Set<String> = []) throws(WebhookIssues) {
        var issues: [WebhookIssue] = []
        func text(_ name: String, _ value: JSON) -> String? {
            if value.kind != .string { issues.append(WebhookIssue(name, "has to be a text")) }
            return value.string
        }
        for (name, value) in object.members {
            let name = name.string ?? ""
            switch name {
            case "url": url = text(name, value)
            case "format": format = text(name, value)
            case "description": description = text(name, value)
            case "secret": secret = text(name, value)
            case "events":
                let words = value.kind == .array ? value.elements.map(\.string) : [nil]
                events = words.compactMap(\.self)
                if words.contains(nil) { issues.append(WebhookIssue(name, "has to be a list of texts")) }
            default:
                if !others.contains(name) { issues.append(WebhookIssue(name, "is not a member of a webhook endpoint")) }
            }
        }
        if !issues.isEmpty { throw WebhookIssues(issues) }
    }

    /// The members with those of an endpoint for all that was not written, to change the endpoint.
    ///
    /// If the format changes and no events were written, the endpoint gets all events, because the formats do not have
    /// the same types.
    package func filled(from present: WebhookEndpointDraft) -> WebhookEndpointMembers {
        let keepsFormat = format == nil || format == present.format.word
        return WebhookEndpointMembers(
            url: url ?? present.url, format: format ?? present.format.word,
            events: events ?? (keepsFormat ? present.subscription.words : nil),
            description: description ?? present.description, secret: secret)
    }
}

extension WebhookEndpointMembers: CustomReflectable {
    /// Swift shows the properties of a value in messages, but must not show the secret.
    package var customMirror: Mirror {
        Mirror(self, children: ["url": url as Any, "format": format as Any, "events": events as Any])
    }
}
