import Checkout
import Wire

/// Any spelling by which somebody may name a session.
enum SessionReference: Equatable {
    case id(SessionID)
    case number(Int64)

    /// A UUID, `chk_` and a ULID, `che_` and base 62 of the rotated UUID, or a number; nil for anything else.
    init?(_ text: ArraySlice<UInt8>) {
        if let number = JSONNumber.int64(text), number > 0 {
            self = .number(number)
        } else if let bits = Self.bits(text), let id = SessionID(bits: bits) {
            self = .id(id)
        } else {
            return nil
        }
    }

    private static func bits(_ text: ArraySlice<UInt8>) -> UInt128? {
        if text.starts(with: "chk_".utf8) { return CrockfordBase32.decode(text.dropFirst(4)) }
        if text.starts(with: "che_".utf8), let rotated = try? Base62.decode(text.dropFirst(4)) {
            // Meteroid turns the bits left by 67 before it spells them.
            return rotated >> 67 | rotated << 61
        }
        return UUIDText.decode(text)
    }
}
