/// One member of an endpoint whose written value is not allowed.
package struct WebhookIssue: Sendable, Equatable {
    /// The name of the member.
    package let member: String
    /// What is wrong, as a sentence without its subject and its full stop.
    package let rule: String

    package init(_ member: String, _ rule: String) {
        self.member = member
        self.rule = rule
    }

    /// The whole sentence.
    ///
    /// - Parameter prefix: what comes before the member's name, such as `webhooks[0].`.
    package func sentence(_ prefix: String = "") -> String {
        "\(prefix)\(member) \(rule)."
    }
}

/// All that is wrong with an endpoint; never empty.
package struct WebhookIssues: Error, Sendable, Equatable {
    package let all: [WebhookIssue]

    package init(_ all: [WebhookIssue]) {
        self.all = all
    }
}
