package import Checkout
package import Wire

/// The session whose page a request asks for, as far as its URL alone tells.
package enum PageAddress {
    /// The token is enough to open the page.
    case token(PageToken)
    /// The hash and the state together open the page.
    case guarded(SessionID, state: [UInt8])

    /// Why a URL opens no page.
    package enum Fault: Error {
        /// No page has this URL.
        case unknown
        /// A page may have this URL, but it cannot be opened in this way.
        case forbidden
    }

    private static let root = Array("/checkout".utf8)

    /// Whether a path belongs to the pages.
    package static func owns(_ path: ArraySlice<UInt8>) -> Bool {
        guard path.starts(with: root) else { return false }
        let rest = path.dropFirst(root.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }

    /// The path for the log, without the token, which would open the page.
    package static func route(of path: ArraySlice<UInt8>) -> String {
        path.count > root.count ? "/checkout/{token}" : "/checkout"
    }

    /// Reads a URL. A token or hash that this gateway has not made is refused here, before the store is asked. Throws a
    /// ``Fault``.
    package init(_ head: RequestHead, _ links: Links) throws(Fault) {
        let rest = head.path.dropFirst(Self.root.count)
        if !rest.isEmpty {
            guard let token = links.token(rest.dropFirst()) else { throw .unknown }
            self = .token(token)
            return
        }
        let query: FormFields
        do throws(FormFields.Fault) {
            query = try FormFields(query: head.query ?? [], names: ["token", "session_id", "hash", "state"])
        } catch {
            throw .unknown
        }
        if let text = query["token"] {
            guard let token = links.token(text[...]) else { throw .unknown }
            self = .token(token)
            return
        }
        guard let idText = query["session_id"] else { throw .unknown }
        guard let bits = UUIDText.decode(idText[...]), let id = SessionID(bits: bits), let hash = query["hash"] else {
            throw .forbidden
        }
        let expected = Array(links.hash(of: id).utf8)
        guard ASCII.equalInConstantTime(expected.span, hash.span), let state = query["state"] else { throw .forbidden }
        self = .guarded(id, state: state)
    }

    /// The key of the session.
    package var key: Int64 {
        switch self {
        case .token(let token): token.key
        case .guarded(let id, _): id.key
        }
    }

    /// The session that was found by ``key``, if the address opens its page. Throws a ``Fault``.
    ///
    /// - Parameter sha256: makes the digest of the state in the address.
    package func opened(
        _ found: CheckoutSession?, _ sha256: (ArraySlice<UInt8>) -> Digest
    ) throws(Fault) -> CheckoutSession {
        switch self {
        case .token:
            guard let found else { throw .unknown }
            // A page that needs a state cannot be opened by an address without one.
            guard found.stateDigest == nil else { throw .forbidden }
            return found
        case .guarded(let id, let state):
            guard let found, found.id == id, let digest = found.stateDigest else { throw .forbidden }
            guard digest == sha256(state[...]) else { throw .forbidden }
            return found
        }
    }
}
