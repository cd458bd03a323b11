import Wire

/// How the gateway answers browsers that ask for pages of other origins, by the settings' policy. The pages where customers
/// pay are not part of it: who may read such a page may pay.
struct CrossOrigin: Sendable {
    let policy: CrossOriginPolicy
    let router: Router

    /// What the answer to a request says to browsers, whatever becomes of it; nil where it says nothing.
    func fields(for head: RequestHead, _ own: OwnPath?) -> FieldBlock? {
        if case .page = own { return nil }
        return policy.fields(for: head)
    }

    /// The answer to a browser that asks whether a page may send a request (a preflight: `OPTIONS` with `Origin` and
    /// `Access-Control-Request-Method`). No credential is asked for, since browsers send none with it. Nil for every other
    /// request, which is answered as if it were not for a browser, and so is that of a page which may read nothing.
    func preflight(_ head: RequestHead, _ own: OwnPath?) -> Response? {
        guard head.method == .options, head.value(of: "access-control-request-method") != nil, policy.allows(head)
        else { return nil }
        if case .page = own { return nil }
        var fields = [HeaderField(name: "Access-Control-Allow-Methods", value: Self.list(methods(of: head, own)))]
        if let names = Self.requestedNames(in: head) {
            fields.append(HeaderField(name: "Access-Control-Allow-Headers", value: names))
        }
        fields.append(HeaderField(name: "Access-Control-Max-Age", value: "\(Self.maxAgeSeconds)"))
        // A page of the public Internet reaches a gateway on this machine or in this network only where its origin is
        // named: nobody chose `*` in a sandbox for that.
        if head.value(of: "access-control-request-private-network") != nil, policy.names(head) {
            fields.append(HeaderField(name: "Access-Control-Allow-Private-Network", value: "true"))
        }
        return Response(status: 204, fields: fields)
    }

    /// For how long a browser need not ask again.
    private static let maxAgeSeconds = 600

    private func methods(of head: RequestHead, _ own: OwnPath?) -> [HTTPMethod] {
        switch own {
        case .health, .readiness, .document: return [.get, .head]
        // Nobody unknown learns which paths the gateway's own API has.
        case .api, .page: return Self.usualMethods
        case nil:
            let methods = router.methods(ofPathIn: head)
            // The request itself is then told what is wrong about its path, in words that its page may read.
            return methods.isEmpty ? Self.usualMethods : methods
        }
    }

    private static let usualMethods: [HTTPMethod] = [.get, .head, .post]

    /// Each method once.
    private static func list(_ methods: [HTTPMethod]) -> String {
        HTTPMethod.allCases.filter(methods.contains).map { "\($0.name)" }.joined(separator: ", ")
    }

    /// The names of fields that the page wants to send, those that are names, in small letters; nil where it names none.
    private static func requestedNames(in head: RequestHead) -> String? {
        let names = head.values(of: "access-control-request-headers")
            .flatMap { $0.split(separator: UInt8(ascii: ",")).map(ASCII.trimmed) }
            .filter { !$0.isEmpty && $0.allSatisfy(ByteSet.token.contains) }
        if names.isEmpty { return nil }
        return names.map { String(decoding: $0.map(ASCII.lowercase), as: UTF8.self) }.joined(separator: ", ")
    }
}
