import Checkout
import Wire

/// Finds whose a request is and what it asks for, before anything of its body is looked at.
struct Router: Sendable {
    /// Where a request goes.
    enum Destination {
        /// To a route of a provider. The caller is there where finding the route took finding the caller.
        case call(RoutingTable.Owner, Route, parameters: [[UInt8]], Caller?)
        /// To a provider, as a failure; the path is without its prefix.
        case failure(RoutingTable.Owner, Failure, RequestPath)
        /// To the gateway's own routes, or to nothing.
        case gateway
    }

    let table: RoutingTable
    private let keys: KeyRing
    private let publicURL: String?

    /// - Parameter publicURL: where clients reach the gateway, without a slash at the end, for its redirects; nil: where each
    ///   request says that its client does.
    init(_ table: RoutingTable, _ keys: KeyRing, publicURL: String? = nil) {
        self.table = table
        self.keys = keys
        self.publicURL = publicURL
    }

    /// The provider that words the answer to a request whatever becomes of it, where its head says so.
    func owner(of head: RequestHead, _ visit: inout Visit) -> RoutingTable.Owner? {
        place(of: head, &visit).map { table.owners[$0.index] }
    }

    /// An address with too many failures gets that as its answer, in the words of the provider whose path it asked for.
    func route(_ head: RequestHead, _ visit: inout Visit) -> Destination {
        guard let place = place(of: head, &visit) else { return .gateway }
        return route(head, place.path, place.index, place.caller, visit)
    }

    /// Whose a request is, and its path without the owner's prefix; nil for what is nobody's.
    private func place(
        of head: RequestHead, _ visit: inout Visit
    ) -> (index: Int, path: RequestPath, caller: Caller?)? {
        let path = RequestPath(head.path)
        if let prefixed = table.owner(ofPrefixIn: path) { return (prefixed.index, prefixed.rest, nil) }
        if let host = head.host, let index = table.owner(ofHost: host) { return (index, path, nil) }
        let owners = table.owners(ofPath: path)
        if owners.isEmpty {
            guard let other = path.withOtherEnd,
                let index = table.owners(ofPath: other).first(where: { redirects($0, other) })
            else { return nil }
            return (index, path, nil)
        }
        if owners.count == 1 { return (owners[0], path, nil) }
        let (index, caller) = owner(among: owners, head, &visit)
        return (index, path, caller)
    }

    /// A path that several own. The `Host` was looked at; then the first rule that applies decides, and never the body:
    /// the credential is known, an owner claims the head, or what is left is the owner's that claims nothing.
    private func owner(
        among owners: [Int], _ head: RequestHead, _ visit: inout Visit
    ) -> (index: Int, caller: Caller?) {
        if visit.excess == nil, head.value(of: "authorization") != nil {
            var failure: Failure?
            for index in owners {
                let owner = table.owners[index]
                guard let credential = try? owner.provider.identify(head) else { continue }
                do throws(Failure) {
                    return (index, try keys.caller(credential, of: owner.name))
                } catch {
                    failure = error
                }
            }
            // Whose words the answer is in tells whether a credential is known, so looking is a guess already.
            if let failure { visit.note(failure) }
        }
        let claiming = owners.first { table.owners[$0].type.claim?(head) ?? false }
        let unclaimed = owners.first { table.owners[$0].type.claim == nil }
        return (claiming ?? unclaimed ?? owners[0], nil)
    }

    private func route(
        _ head: RequestHead, _ path: RequestPath, _ index: Int, _ caller: Caller?, _ visit: Visit
    ) -> Destination {
        let owner = table.owners[index]
        if let failure = visit.excess?.failure { return .failure(owner, failure, path) }
        var methods: [HTTPMethod] = []
        for pattern in owner.routes {
            guard let parameters = pattern.form.parameters(in: path) else { continue }
            let route = pattern.route
            if route.method.takes(head.method) {
                return .call(owner, route, parameters: parameters, caller)
            }
            methods += route.method.allowed
        }
        if !methods.isEmpty { return .failure(owner, .methodNotAllowed(methods), path) }
        if let other = path.withOtherEnd, redirects(index, other) {
            return .failure(owner, .trailingSlash(location: location(head, visit.origin)), path)
        }
        return .failure(owner, .unknownRoute, path)
    }

    private func redirects(_ index: Int, _ path: RequestPath) -> Bool {
        table.owners[index].routes.contains { $0.route.style == .starlette && $0.form.parameters(in: path) != nil }
    }

    /// The request's own URL, as its client has it, with the other end of its path, the query kept. Where nobody said for
    /// which host it is, as HTTP/1.0 allows, it is the reference alone (RFC 9110 §10.2.2).
    ///
    /// A client repeats its request there, with its credential and its body. So the scheme, the host and the path in front
    /// are those of the public URL where there is one: a proxy that ends TLS, or that takes a part of the path away, leaves
    /// no sign of it in the request.
    ///
    /// Spelled as Starlette does: the path is decoded, as far as it can be, and the whole quoted again; an empty query is
    /// none. But `?` and `#` in the path stay escaped: bare, as Starlette has them, they would end it.
    private func location(_ head: RequestHead, _ origin: Origin) -> String {
        var out: [UInt8] = []
        if let publicURL {
            out += publicURL.utf8
        } else if let host = origin.host ?? head.host {
            out += origin.isSecure == true ? Array("https://".utf8) : Array("http://".utf8)
            out += host
        }
        let path = String(decoding: RequestPath(head.path).withOtherEnd?.bytes ?? [], as: UTF8.self)
        for byte in path.utf8 { PercentEncoding.append(byte, keeping: Self.pathText, to: &out) }
        if let query = head.query, !query.isEmpty {
            out.append(UInt8(ascii: "?"))
            for byte in query { PercentEncoding.append(byte, keeping: Self.queryText, to: &out) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let pathText = ByteSet("/:%@[]!$&'()*+,;=~-._", withLettersAndDigits: true)
    private static let queryText = ByteSet("/:%@[]!$&'()*+,;=~-._?#", withLettersAndDigits: true)
}
