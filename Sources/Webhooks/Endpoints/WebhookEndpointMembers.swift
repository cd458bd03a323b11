package import Wire

/// What somebody wrote about an endpoint, in a request, in the configuration or on the command line. Nil is what was
/// not written.
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
        self.init(object, others: others, issues: &issues)
        if !issues.isEmpty { throw WebhookIssues(issues) }
    }

    /// The members of a JSON object that have the right type, for a caller who wants to check these as well before it
    /// reports anything.
    ///
    /// - Parameters:
    ///   - others: names of members that the caller reads itself.
    ///   - issues: gets all members that have a wrong type or an unknown name.
    package init(_ object: JSON, others: Set<String>, issues: inout [WebhookIssue]) {
        for (name, value) in object.members {
            let name = name.string ?? ""
            switch name {
            case "url": url = Self.text(name, value, &issues)
            case "format": format = Self.text(name, value, &issues)
            // Null, as the endpoint shows it, and an empty text both remove the description.
            case "description": description = value.isNull ? "" : Self.text(name, value, &issues)
            case "secret" where !others.contains(name): secret = Self.text(name, value, &issues)
            case "events":
                let words = value.kind == .array ? value.elements.map(\.string) : [nil]
                events = words.compactMap(\.self)
                if words.contains(nil) { issues.append(WebhookIssue(name, "has to be a list of texts")) }
            default:
                if !others.contains(name) { issues.append(WebhookIssue(name, "is not a member of a webhook endpoint")) }
            }
        }
    }

    private static func text(_ name: String, _ value: JSON, _ issues: inout [WebhookIssue]) -> String? {
        if value.kind != .string { issues.append(WebhookIssue(name, "has to be a text")) }
        return value.string
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
