package import Checkout

/// The types of events that an endpoint wants.
package struct WebhookSubscription: Sendable, Equatable {
    /// Nil for all types, also for those of a later version.
    private let chosen: Set<WebhookEventType>?

    /// The word for all types.
    package static let allWord = "*"
    /// All types.
    package static let all = WebhookSubscription(chosen: nil)

    private init(chosen: Set<WebhookEventType>?) {
        self.chosen = chosen
    }

    /// Only these types.
    package init(_ types: some Sequence<WebhookEventType>) {
        chosen = Set(types)
    }

    /// The subscription of ``words`` that a store kept. Words of types that this version does not have are ignored.
    package init(kept words: [String]) {
        chosen = words.contains(Self.allWord) ? nil : Set(words.compactMap { WebhookEventType(word: $0) })
    }

    /// A word that is not the word of a type.
    package struct UnknownType: Error, Sendable, Equatable {
        package let word: String
        package let format: WebhookFormat

        /// What is wrong and what may be written, as the end of a sentence about the member.
        package var rule: String {
            "has \"\(word)\", and an endpoint of the format \(format.word) can have \(WebhookSubscription.allWord), "
                + format.types.map(\.word).joined(separator: ", ")
        }
    }

    /// The subscription of these words. No list, an empty one, and one with ``allWord`` mean all types.
    ///
    /// Throws ``UnknownType`` for the first word that is no type of the format.
    package init(_ words: [String]?, format: WebhookFormat) throws(UnknownType) {
        var chosen: Set<WebhookEventType> = []
        var isAll = words?.isEmpty ?? true
        for word in words ?? [] {
            if word == Self.allWord {
                isAll = true
            } else if let type = WebhookEventType(word: word), format.types.contains(type) {
                chosen.insert(type)
            } else {
                throw UnknownType(word: word, format: format)
            }
        }
        self.chosen = isAll ? nil : chosen
    }

    /// Whether the endpoint gets an event. A ping reaches every endpoint, because somebody asked for it.
    package func includes(_ type: WebhookEventType) -> Bool {
        guard let chosen, type != .ping else { return true }
        return chosen.contains(type)
    }

    /// The events of a timeline from which an endpoint of a format may get something.
    package func kinds(in format: WebhookFormat) -> [SessionEvent.Kind] {
        SessionEvent.Kind.allCases.filter { kind in
            Status.allCases.contains { format.type(of: kind, before: $0).map(includes) == true }
        }
    }

    /// The words from which the same subscription can be made, in a fixed order.
    package var words: [String] {
        guard let chosen else { return [Self.allWord] }
        return WebhookEventType.allCases.filter(chosen.contains).map(\.word)
    }
}
