package import Checkout
import Wire

/// A text that names a session, in any of its spellings.
package enum SessionReference: Equatable {
    case id(SessionID)
    case number(Int64)
    /// The token of the session's page, which contains a part of the id.
    case token(PageToken)

    /// A UUID, an id in a provider's spelling, a number, or the token of a page; nil for another text.
    ///
    /// - Parameters:
    ///   - links: recognize the tokens of this gateway. Nil if it has made none yet.
    ///   - providers: asked in this order for their spelling.
    package init?(_ text: ArraySlice<UInt8>, _ links: Links?, _ providers: [any Provider.Type]) {
        if let token = links?.token(text) {
            self = .token(token)
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

extension SessionReference {
    /// The query that finds the session.
    var query: Query {
        switch self {
        case .id(let id): .session(key: id.key)
        case .number(let number): .numbered(number)
        case .token(let token): .session(key: token.key)
        }
    }

    /// Whether the session that the query found is the named one, because the key is only one half of an id.
    func names(_ session: CheckoutSession) -> Bool {
        if case .id(let id) = self { session.id == id } else { true }
    }
}

extension StoreReader {
    /// The session that the reference names.
    package func session(_ reference: SessionReference) throws(StoreFailure) -> CheckoutSession? {
        try find(reference.query).session.flatMap { reference.names($0) ? $0 : nil }
    }
}
