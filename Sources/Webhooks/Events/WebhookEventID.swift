import Checkout
import Wire

/// The id of an event: the same in its body, in `webhook-id`, and in the gateway's own API.
///
/// It is derived from what the event is about, so it need not be stored, and leads back there. Every attempt of a
/// delivery has it, so a shop recognizes an event that it got before.
package struct WebhookEventID: Sendable, Hashable {
    /// The `key` of the session's id. For a ping, which has no session, the number of the ping.
    package let key: Int64
    /// The number of the event in its session's timeline.
    package let sequence: Int64
    /// Which of the bodies that one event of the timeline makes. Bodies of different formats differ, so they have
    /// different ids.
    package let ordinal: UInt8

    /// 60 bits.
    private static let sequenceMax: Int64 = 0x0FFF_FFFF_FFFF_FFFF
    private static let pingOrdinal: UInt8 = 255
    private static let prefix = "evt_"
    /// 128 bits have at most so many digits.
    private static let digits = Base62.digitsMax

    /// The id of what a session's endpoints of one format get about an event of its timeline.
    ///
    /// - Parameters:
    ///   - key: the `key` of the session's id.
    ///   - sequence: the number of the event in the timeline.
    ///   - format: the format of the endpoints.
    package init(session key: Int64, sequence: Int64, format: WebhookFormat) {
        self.init(key: key, sequence: sequence, ordinal: UInt8(format.rawValue))
    }

    /// The id of a ping.
    ///
    /// - Parameter number: a number from 0 to `SessionID.keyMax` that no other ping has.
    package init(ping number: Int64) {
        self.init(key: number, sequence: 0, ordinal: Self.pingOrdinal)
    }

    private init(key: Int64, sequence: Int64, ordinal: UInt8) {
        precondition((0...SessionID.keyMax).contains(key), "A session's key is a number of 60 bits.")
        precondition((0...Self.sequenceMax).contains(sequence), "No timeline has 2^60 events.")
        self.key = key
        self.sequence = sequence
        self.ordinal = ordinal
    }

    /// The id of a text; nil for any text that is not the ``text`` of an id.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard text.hasPrefix(Self.prefix), bytes.count == Self.prefix.utf8.count + Self.digits,
            let bits = try? Base62.decode(bytes.dropFirst(Self.prefix.utf8.count))
        else { return nil }
        // 60 bits of the key, 60 of the sequence and 8 of the ordinal fill the 128 bits.
        key = Int64(truncatingIfNeeded: bits >> 68)
        sequence = Int64(truncatingIfNeeded: bits >> 8) & Self.sequenceMax
        ordinal = UInt8(truncatingIfNeeded: bits)
    }

    /// `evt_` and 22 digits in base 62. It has no `.`, because Standard Webhooks separates the parts that are signed by
    /// dots.
    package var text: String {
        let bits = UInt128(key) << 68 | UInt128(sequence) << 8 | UInt128(ordinal)
        let digits = Base62.encode(bits)
        return Self.prefix + String(repeating: "0", count: Self.digits - digits.utf8.count) + digits
    }

    /// Whether it is the id of a ping, which belongs to no session.
    package var isPing: Bool { ordinal == Self.pingOrdinal }

    /// The format of the body; nil for a ping, and for an id that a later version made.
    package var format: WebhookFormat? { WebhookFormat(rawValue: Int64(ordinal)) }
}
