/// A rule that only one provider has, as a value of that provider's enum. Only that provider's code has its words for
/// answers.
package protocol ProviderRule: Sendable, Equatable {
    /// The rule in a few words, for people who ask why a request was refused.
    var summary: String { get }
}

extension ProviderRule {
    /// The rule as the ``Rule`` of an issue.
    package var rule: Rule { .own(OwnRule(self)) }

    fileprivate func isEqual(to other: any ProviderRule) -> Bool { other as? Self == self }
}

/// The ``ProviderRule`` of any provider. A value is made only when a request breaks such a rule.
package struct OwnRule: Sendable, Equatable {
    package let rule: any ProviderRule

    package init(_ rule: any ProviderRule) {
        self.rule = rule
    }

    package static func == (left: OwnRule, right: OwnRule) -> Bool {
        left.rule.isEqual(to: right.rule)
    }
}

extension Rule {
    /// The rule as a value of this provider's enum; nil for any other rule.
    package func own<Own: ProviderRule>(_ type: Own.Type) -> Own? {
        if case .own(let own) = self { own.rule as? Own } else { nil }
    }
}
