import Checkout
import Wire

/// Finds the owner and the route of a request by its head, before the body is read.
struct Router: Sendable {
    /// The part of the gateway that answers a request.
    enum Destination {
        /// A route of a provider. The caller is given if the route could only be found by identifying the caller.
        case call(RoutingTable.Owner, Route, parameters: [[UInt8]], Caller?)
        /// A failure in a provider's form; the path is without the provider's prefix.
        case failure(RoutingTable.Owner, Failure, RequestPath)
        /// The gateway's own routes, or none.
        case gateway
    }

    let table: RoutingTable
    private let keys: KeyRing
    private let publicURL: String?

    /// - Parameter publicURL: where clients reach the gateway, without a slash at the end, for its redirects; nil: each
    ///   request says where.
    init(_ table: RoutingTable, _ keys: KeyRing, publicURL: String? = nil) {
        self.table = table
        self.keys = keys
        self.publicURL = publicURL
    }

    /// The provider in whose form to answer a request even if it fails, if the head tells.
    func owner(of head: RequestHead, _ visit: inout Visit) -> RoutingTable.Owner? {
        locate(of: head, &visit).map { table.owners[$0.index] }
    }

    /// For an address with too many failures, the failure in the form of the provider whose path was requested.
    func route(_ head: RequestHead, _ visit: inout Visit) -> Destination {
        guard let found = locate(of: head, &visit) else { return .gateway }
        return route(head, found.path, found.index, found.caller, visit)
    }

    /// The owner of a request, and its path without the owner's prefix; nil if no provider owns it.
    private func locate(
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

    /// The owner of a path that several providers own, after the `Host` has not decided. The first rule that applies
    /// decides, and never the body: the credential is known; an owner claims the head; the owner without a claim gets
    /// the rest.
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
            // The form of the answer tells whether a credential is known, so this counts as a guess.
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

    /// The request's own URL, as its client sees it, with or without the slash at the end of its path, and with its
    /// query. If the request does not say for which host it is, which HTTP/1.0 allows, only the reference (RFC 9110
    /// §10.2.2).
    ///
    /// The client repeats its request there, with its credential and its body. So scheme, host and the beginning of the
    /// path are those of the public URL if it is set, because a proxy that ends TLS or removes a part of the path
    /// leaves no sign of that in the request.
    ///
    /// The spelling is Starlette's: the path is decoded, as far as possible, and quoted as a whole; an empty query is
    /// omitted. Unlike Starlette, `?` and `#` in the path stay escaped, because unescaped they would end the path.
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
