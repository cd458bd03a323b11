import Wire

/// The number of an endpoint in its store.
package struct WebhookEndpointID: Sendable, Hashable {
    /// From 1.
    package let value: Int64

    private static let prefix: StaticString = "we_"

    package init(_ value: Int64) {
        self.value = value
    }

    /// The number of a text; nil for any text that is not the ``text`` of an id.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8.dropFirst(Self.prefix.utf8CodeUnitCount))
        guard text.hasPrefix("\(Self.prefix)"), digits.count == Base62.wordDigits,
            let number = try? Base62.decode(digits.span), let value = Int64(exactly: number)
        else { return nil }
        self.value = value
    }

    /// `we_` and 11 digits in base 62.
    package var text: String { Base62.text(Self.prefix, UInt64(bitPattern: value)) }
}
