import Checkout

/// What the owner of an endpoint chooses, checked.
package struct WebhookEndpointDraft: Sendable, Equatable {
    /// As it was written.
    package var url: String
    package var format: WebhookFormat
    package var subscription: WebhookSubscription
    /// For people; empty if the owner wrote nothing.
    package var description: String

    /// Bytes of the longest description.
    package static let descriptionBytesMax = 500
    /// Bytes of the longest URL.
    package static let urlBytesMax = 2_048

    /// Checks all members and throws everything that is wrong.
    ///
    /// - Parameters:
    ///   - members: the members as they were written.
    ///   - urlFault: why nothing may be sent to a URL, as the end of a sentence about it; nil if it may.
    package init(
        _ members: WebhookEndpointMembers, urlFault: (String) -> String?
    ) throws(WebhookIssues) {
        var issues: [WebhookIssue] = []
        let format = members.format.flatMap { WebhookFormat(word: $0) }
        if let word = members.format, format == nil {
            issues.append(WebhookIssue("format", "is \"\(word)\" and has to be \(WebhookFormat.words)"))
        }
        self.format = format ?? .gateway
        url = members.url ?? ""
        if let rule = Self.fault(ofURL: members.url, urlFault) { issues.append(WebhookIssue("url", rule)) }
        if members.events?.isEmpty == true {
            issues.append(WebhookIssue("events", "is empty and has to name a type, or * for all"))
        }
        do throws(WebhookSubscription.UnknownType) {
            subscription = try WebhookSubscription(members.events, format: self.format)
        } catch {
            subscription = .all
            // Which types there are depends on the format, so an unknown format says nothing about them.
            if members.format == nil || format != nil { issues.append(WebhookIssue("events", error.rule)) }
        }
        description = members.description ?? ""
        if description.utf8.count > Self.descriptionBytesMax {
            issues.append(WebhookIssue("description", "has to be at most \(Self.descriptionBytesMax) bytes long"))
        }
        if let secret = members.secret, WebhookSecret(secret) == nil {
            issues.append(WebhookIssue("secret", "has to be \(WebhookSecret.rule)"))
        }
        if !issues.isEmpty { throw WebhookIssues(issues) }
    }

    /// Members that were checked before.
    init(url: String, format: WebhookFormat, subscription: WebhookSubscription, description: String) {
        self.url = url
        self.format = format
        self.subscription = subscription
        self.description = description
    }

    private static func fault(ofURL url: String?, _ urlFault: (String) -> String?) -> String? {
        guard let url else { return "is missing" }
        guard url.utf8.count <= urlBytesMax else { return "has to be at most \(urlBytesMax) bytes long" }
        return urlFault(url)
    }

    /// Why an account can have no further endpoint; nil if it can.
    ///
    /// - Parameter count: how many it has.
    package static func refusal(ofAccountWith count: Int) -> String? {
        guard count >= WebhookEndpointRecord.countMax else { return nil }
        return "The account has \(count) webhook endpoints, and an account can have at most "
            + "\(WebhookEndpointRecord.countMax). Delete one first."
    }
}
