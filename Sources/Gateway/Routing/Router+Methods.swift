import Checkout
import Wire

extension Router {
    /// The methods that the path of a request has, without a look at its credential, for who asks before they show one.
    /// None where nobody has the path, and where one of its owners tells nobody unknown which paths it has.
    func methods(ofPathIn head: RequestHead) -> [HTTPMethod] {
        let path = RequestPath(head.path)
        if let (index, rest) = table.owner(ofPrefixIn: path) { return methods(of: [index], rest) }
        if let index = head.host.flatMap(table.owner(ofHost:)) { return methods(of: [index], path) }
        return methods(of: table.owners(ofPath: path), path)
    }

    private func methods(of indices: [Int], _ path: RequestPath) -> [HTTPMethod] {
        let owners = indices.map { table.owners[$0] }
        let hides = owners.contains { $0.type.order.identifiesBeforeRouting.map(path.begins) ?? false }
        if hides { return [] }
        return owners.flatMap(\.routes).filter { $0.form.parameters(in: path) != nil }.flatMap {
            $0.route.method.allowed
        }
    }
}
