import Checkout
import Testing

/// Rules of providers are compared and found by value, not by their words.
@Suite struct `Rules of one provider` {
    private enum Own: ProviderRule {
        case small(Int)
        case large

        var summary: String { "is small" }
    }

    private enum Other: ProviderRule {
        case large

        var summary: String { "is small" }
    }

    @Test func `are equal if they are the same value of the same provider`() {
        #expect(Own.small(1).rule == Own.small(1).rule)
        #expect(Own.small(1).rule != Own.small(2).rule)
        #expect(Own.large.rule != Own.small(1).rule)
        #expect(Own.large.rule != Other.large.rule)
        #expect(Own.large.rule != .missing)
    }

    @Test func `are found by their type`() {
        #expect(Own.small(3).rule.own(Own.self) == .small(3))
        #expect(Own.small(3).rule.own(Other.self) == nil)
        #expect(Rule.missing.own(Own.self) == nil)
    }
}
