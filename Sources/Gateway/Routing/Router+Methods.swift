import Checkout
import Wire

extension Router {
    /// The methods of a request's path, found without its credential, for requests that have none yet. Empty if no
    /// route has the path, or if one of its owners does not tell unknown callers which paths it has.
    func methods(ofPathIn head: RequestHead) -> [HTTPMethod] {
        let path = RequestPath(head.path)
        if let (index, rest) = table.owner(ofPrefixIn: path) { return methods(of: [index], rest) }
        if let index = head.host.flatMap(table.owner(ofHost:)) { return methods(of: [index], path) }
        return methods(of: table.owners(ofPath: path), path)
    }

    private func methods(of indices: [Int], _ path: RequestPath) -> [HTTPMethod] {
        let owners = indices.map { table.owners[$0] }
        if owners.contains(where: { $0.hides(path) }) { return [] }
        return owners.flatMap(\.routes).filter { $0.form.parameters(in: path) != nil }.flatMap {
            $0.route.method.allowed
        }
    }
}

extension HTTPMethod {
    /// Whether a route with this method answers requests with another one. RFC 9110 §9.3.2: HEAD is GET without the
    /// content.
    func takes(_ asked: HTTPMethod) -> Bool {
        self == asked || self == .get && asked == .head
    }

    /// The methods that a route with this method adds to its path.
    var allowed: [HTTPMethod] {
        self == .get ? [.get, .head] : [self]
    }
}
