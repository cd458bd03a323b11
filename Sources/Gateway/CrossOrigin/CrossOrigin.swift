import Wire

/// Answers browsers for web pages of other origins, by the settings' policy. It does not apply to checkout pages,
/// because everyone who can read such a page can pay.
struct CrossOrigin: Sendable {
    let policy: CrossOriginPolicy
    let router: Router

    /// The header fields for browsers in the answer to a request, with any status; nil if it gets no
    /// such fields.
    func fields(for head: RequestHead, _ own: OwnPath?) -> FieldBlock? {
        if case .page = own { return nil }
        return policy.fields(for: head)
    }

    /// The answer to a preflight, with which a browser asks whether a page may send a request: `OPTIONS` with `Origin`
    /// and `Access-Control-Request-Method`. It needs no credential, because browsers send none with it. Nil for other
    /// requests and for pages that may read nothing; these get the usual answer.
    func preflight(_ head: RequestHead, _ own: OwnPath?) -> Response? {
        guard head.method == .options, head.value(of: "access-control-request-method") != nil, policy.allows(head)
        else { return nil }
        if case .page = own { return nil }
        var fields = [HeaderField(name: "Access-Control-Allow-Methods", value: Self.list(methods(of: head, own)))]
        if let names = Self.requestedNames(in: head) {
            fields.append(HeaderField(name: "Access-Control-Allow-Headers", value: names))
        }
        fields.append(HeaderField(name: "Access-Control-Max-Age", value: "\(Self.maxAgeSeconds)"))
        // A page on the Internet may reach a gateway on this machine or in this network only if the settings name its
        // origin: `*` in a sandbox is not meant as such a permission.
        if head.value(of: "access-control-request-private-network") != nil, policy.names(head) {
            fields.append(HeaderField(name: "Access-Control-Allow-Private-Network", value: "true"))
        }
        return Response(status: 204, fields: fields)
    }

    /// How long a browser may reuse the answer.
    private static let maxAgeSeconds = 600

    private func methods(of head: RequestHead, _ own: OwnPath?) -> [HTTPMethod] {
        switch own {
        case .health, .readiness, .document: return [.get, .head]
        // An unknown caller must not learn which paths the gateway's own API has.
        case .api, .page: return Self.usualMethods
        case nil:
            let methods = router.methods(ofPathIn: head)
            // The request itself then gets an error about its path, which its page may read.
            return methods.isEmpty ? Self.usualMethods : methods
        }
    }

    private static let usualMethods: [HTTPMethod] = [.get, .head, .post]

    /// Each method once.
    private static func list(_ methods: [HTTPMethod]) -> String {
        HTTPMethod.allCases.filter(methods.contains).map { "\($0.name)" }.joined(separator: ", ")
    }

    /// The valid field names that the page wants to send, in lower case; nil if it names no valid one.
    private static func requestedNames(in head: RequestHead) -> String? {
        let names = head.values(of: "access-control-request-headers")
            .flatMap { $0.split(separator: UInt8(ascii: ",")).map(ASCII.trimmed) }
            .filter { !$0.isEmpty && $0.allSatisfy(ByteSet.token.contains) }
        if names.isEmpty { return nil }
        return names.map { String(decoding: $0.map(ASCII.lowercase), as: UTF8.self) }.joined(separator: ", ")
    }
}
