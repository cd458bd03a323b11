import Checkout
import Storage
import Wire

/// Any spelling by which somebody may name a session.
enum SessionReference: Equatable {
    case id(SessionID)
    case number(Int64)
    /// What the token of a session's page tells of its id.
    case token(key: Int64)

    /// A UUID, an id as one of the providers spells it, a number, or the token of a page; nil for anything else.
    ///
    /// - Parameters:
    ///   - links: what knows the tokens of this gateway. Nil where it has made none yet.
    ///   - providers: each is asked for its spelling, in this order.
    init?(_ text: ArraySlice<UInt8>, _ links: Links?, _ providers: [any Provider.Type]) {
        if let key = links?.key(ofToken: text) {
            self = .token(key: key)
        } else if let number = JSONNumber.int64(text), number > 0 {
            self = .number(number)
        } else if let bits = UUIDText.decode(text) {
            guard let id = SessionID(bits: bits) else { return nil }
            self = .id(id)
        } else {
            for provider in providers {
                guard let id = provider.sessionID(of: text) else { continue }
                self = .id(id)
                return
            }
            return nil
        }
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
