import Checkout

/// What is refused at start, since no request could tell whose it is or reach it.
extension RoutingTable {
    /// Two owners of one path that nothing tells apart.
    package struct Collision: Error, Sendable, CustomStringConvertible {
        /// Both owners and their paths, as a part of a sentence.
        package let description: String
    }

    /// The first segments of the gateway's own paths, and so of no provider's.
    static let ownSegments = ["checkout", "gateway", "healthz", "openapi", "readyz"]

    /// Two providers may own one path only if the head of a request tells them apart. Throws a ``Collision``.
    func refuseCollisions() throws(Collision) {
        for (index, owner) in owners.enumerated() {
            for other in owners[(index + 1)...] where owner.type.claim == nil && other.type.claim == nil {
                for (one, two) in pairs(owner.routes, other.routes) where one.form.overlaps(two.form) {
                    throw Collision(
                        description:
                            "\(owner.name) (\(one.route.path)) and \(other.name) (\(two.route.path)) own the same path, and neither claims its requests by their head"
                    )
                }
            }
        }
    }

    private func pairs(_ left: [Pattern], _ right: [Pattern]) -> [(Pattern, Pattern)] {
        left.flatMap { one in right.map { (one, $0) } }
    }

    /// The gateway's own paths and the providers' prefixes are looked for before any route: what begins as one of them is
    /// never reached. Throws a ``Collision``.
    func refuseHiddenRoutes() throws(Collision) {
        let names = Set(owners.map(\.name.text))
        for owner in owners {
            if Self.ownSegments.contains(owner.name.text) {
                throw Collision(description: "/\(owner.name) is both the gateway's own and the prefix of \(owner.name)")
            }
            for pattern in owner.routes {
                let path = pattern.route.path
                guard let first = path.split(separator: "/").first.map(String.init) else { continue }
                if Self.ownSegments.contains(first) {
                    throw Collision(
                        description: "\(owner.name) (\(path)) and the gateway (/\(first)) own the same path")
                }
                if names.contains(first) {
                    throw Collision(
                        description: "\(owner.name) (\(path)) has a path behind the prefix of \(first) (/\(first))")
                }
            }
        }
    }
}
