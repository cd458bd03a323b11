import Wire

/// The secret that a shop shares with the gateway, with which it verifies that an event comes from the gateway.
///
/// One text serves both kinds of signatures. Standard Webhooks 1.0.0 has the bytes after `whsec_` as the key, and
/// Stripe's libraries have the whole text.
package struct WebhookSecret: Sendable, Equatable {
    /// The random bytes.
    package let bytes: [UInt8]

    /// The number of bytes of a secret that the gateway makes.
    package static let byteCount = 32
    /// Standard Webhooks 1.0.0: 24 to 64 bytes.
    private static let byteCounts = 24...64
    private static let prefix = "whsec_"

    /// What a text has to be, as error messages say it. The text itself is never quoted.
    package static let rule = "whsec_ and the base64, with its padding, of 24 to 64 random bytes"

    /// A new secret.
    ///
    /// - Parameter random: unpredictable bytes, of the number that it is given.
    package static func made(_ random: (Int) -> [UInt8]) -> WebhookSecret {
        WebhookSecret(bytes: random(byteCount))
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The secret of a text, as it was shown or as a shop's owner chose it; nil if the text breaks ``rule``.
    ///
    /// Only one spelling of the bytes is accepted, because the whole text is the key of Stripe's signature.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Base64.decode(Array(text.utf8.dropFirst(Self.prefix.utf8.count)))
        else { return nil }
        self.init(kept: bytes)
    }

    /// The secret of the bytes that were stored; nil for a number of bytes that no secret has.
    package init?(kept bytes: [UInt8]) {
        guard Self.byteCounts.contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// The text that the shop's owner gets. It must not be logged, and is shown only where a secret is made.
    package var text: String { Self.prefix + Base64.encode(bytes) }

    /// The key of `webhook-signature`.
    package var standardKey: [UInt8] { bytes }

    /// The key of `Stripe-Signature`.
    package var stripeKey: [UInt8] { Array(text.utf8) }

    /// Compares in constant time.
    package static func == (left: WebhookSecret, right: WebhookSecret) -> Bool {
        ASCII.equalInConstantTime(left.bytes.span, right.bytes.span)
    }
}

/// Swift shows the properties of any value in a message or in the report of a failed test, but never those of a secret.
extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "whsec_***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
