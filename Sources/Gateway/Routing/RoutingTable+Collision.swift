import Checkout

/// Refuses routes at start that no request could reach, or whose owner no request could tell.
extension RoutingTable {
    /// Two owners of one path that a request cannot tell apart.
    package struct Collision: Error, Sendable, CustomStringConvertible {
        /// Both owners and their paths, as a part of a sentence.
        package let description: String
    }

    /// The first segments of the gateway's own paths, which no provider may have.
    static let ownSegments = ["checkout", "gateway", "healthz", "openapi", "readyz"]

    /// Throws a ``Collision`` if two providers own one path and the head of a request cannot tell them apart.
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

    /// Throws a ``Collision`` if a route begins with one of the gateway's own paths or a provider's prefix: those are
    /// tried before any route, so such a route is never reached.
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
