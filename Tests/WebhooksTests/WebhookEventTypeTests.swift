import Checkout
import Testing

@testable import Webhooks

@Suite struct `Event types` {
    @Test func `have words that lead back to them`() {
        for type in WebhookEventType.allCases { #expect(WebhookEventType(word: type.word) == type) }
        #expect(WebhookEventType(word: "checkout.session.paid") == nil)
        #expect(Set(WebhookEventType.allCases.map(\.word)).count == WebhookEventType.allCases.count)
        for format in WebhookFormat.allCases { #expect(WebhookFormat(word: format.word) == format) }
    }

    @Test func `are dotted words of letters, digits and underscores, as Standard Webhooks wants`() {
        for type in WebhookEventType.allCases {
            #expect(type.word.wholeMatch(of: /[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+/) != nil, "\(type.word)")
        }
    }

    @Test func `of the gateway's format follow the timeline`() {
        let told: [SessionEvent.Kind: String] = [
            .created: "checkout.session.created", .opened: "checkout.session.opened",
            .processing: "checkout.session.processing", .paymentFailed: "checkout.session.payment_failed",
            .completed: "checkout.session.completed", .expired: "checkout.session.expired",
            .cancelled: "checkout.session.cancelled",
        ]
        for kind in SessionEvent.Kind.allCases {
            for before in Status.allCases {
                #expect(WebhookFormat.gateway.type(of: kind, before: before)?.word == told[kind], "\(kind)")
            }
        }
    }

    @Test func `of Stripe's format follow Stripe's session`() {
        let told: [(SessionEvent.Kind, Status, String?)] = [
            (.created, .open, nil), (.opened, .open, nil), (.opened, .processing, nil),
            (.paymentAttempted, .open, nil), (.replayed, .open, nil),
            (.paymentFailed, .open, nil),
            (.processing, .open, "checkout.session.completed"),
            (.completed, .open, "checkout.session.completed"),
            (.expired, .open, "checkout.session.expired"),
            (.cancelled, .open, "checkout.session.expired"),
            (.paymentFailed, .processing, "checkout.session.async_payment_failed"),
            (.completed, .processing, "checkout.session.async_payment_succeeded"),
            (.expired, .processing, "checkout.session.async_payment_failed"),
            (.cancelled, .processing, "checkout.session.async_payment_failed"),
        ]
        for (kind, before, word) in told {
            #expect(WebhookFormat.stripe.type(of: kind, before: before)?.word == word, "\(kind) after \(before)")
        }
    }

    @Test func `are only told in a format that lists them`() {
        for format in WebhookFormat.allCases {
            for kind in SessionEvent.Kind.allCases {
                for before in Status.allCases {
                    guard let type = format.type(of: kind, before: before) else { continue }
                    #expect(format.types.contains(type))
                }
            }
        }
    }
}

@Suite struct `Subscriptions` {
    @Test func `without words, with none and with a star mean all`() throws {
        for words in [nil, [], ["*"], ["checkout.session.completed", "*"]] as [[String]?] {
            let subscription = try WebhookSubscription(words, format: .gateway)
            #expect(subscription == .all)
            #expect(subscription.words == ["*"])
            for type in WebhookEventType.allCases { #expect(subscription.includes(type)) }
        }
    }

    @Test func `include what they name, and pings`() throws {
        let words = ["checkout.session.expired", "checkout.session.completed", "checkout.session.expired"]
        let subscription = try WebhookSubscription(words, format: .stripe)
        let included = WebhookEventType.allCases.filter(subscription.includes)
        #expect(included == [.completed, .expired, .ping])
        #expect(subscription.words == ["checkout.session.completed", "checkout.session.expired"])
        #expect(try WebhookSubscription(subscription.words, format: .stripe) == subscription)
    }

    @Test func `say which events of a timeline they need`() {
        let all = WebhookSubscription.all
        #expect(
            all.kinds(in: .gateway) == [
                .created, .opened, .paymentFailed, .processing, .completed, .expired, .cancelled,
            ])
        #expect(all.kinds(in: .stripe) == [.paymentFailed, .processing, .completed, .expired, .cancelled])
        #expect(WebhookSubscription([.completed]).kinds(in: .gateway) == [.completed])
        #expect(WebhookSubscription([.completed]).kinds(in: .stripe) == [.processing, .completed])
        #expect(WebhookSubscription([.asyncPaymentSucceeded]).kinds(in: .stripe) == [.completed])
        #expect(WebhookSubscription([.ping]).kinds(in: .gateway) == [])
    }

    @Test func `refuse a word that is no type of the format, and say which there are`() {
        for (word, format) in [
            ("checkout.session.paid", WebhookFormat.gateway), ("checkout.session.opened", .stripe),
            ("checkout.session.async_payment_failed", .gateway), ("", .gateway),
            ("Checkout.Session.Completed", .stripe),
        ] {
            let fault = #expect(throws: WebhookSubscription.UnknownType.self) {
                try WebhookSubscription(["checkout.session.expired", word], format: format)
            }
            #expect(fault?.word == word)
            #expect(fault?.rule.contains("\"\(word)\"") == true)
            for type in format.types { #expect(fault?.rule.contains(type.word) == true) }
        }
    }
}
