import Checkout
import Storage
import Wire

/// Any spelling by which somebody may name a session.
enum SessionReference: Equatable {
    case id(SessionID)
    case number(Int64)
    /// What the token of a session's page tells of its id.
    case token(key: Int64)

    /// A UUID, `chk_` and a ULID, `che_` and base 62 of the rotated UUID, a number, or the token of a page; nil for
    /// anything else.
    ///
    /// - Parameter links: what knows the tokens of this gateway. Nil where it has made none yet.
    init?(_ text: ArraySlice<UInt8>, _ links: Links?) {
        if let key = links?.key(ofToken: text) {
            self = .token(key: key)
        } else if let number = JSONNumber.int64(text), number > 0 {
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

extension SQLiteReader {
    /// The session that is named, whoever asks and however it is spelled.
    func session(_ reference: SessionReference) throws(StoreFailure) -> CheckoutSession? {
        switch reference {
        case .id(let id):
            // The key is half of the id, and a session is found by the whole of it alone.
            let found = try session(key: id.key)
            return found?.id == id ? found : nil
        case .number(let number): return try session(number: number)
        case .token(let key): return try session(key: key)
        }
    }
}
