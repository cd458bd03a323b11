import Checkout
import Wire

/// All checks of a provider's requests before the provider reads them.
extension RoutingTable.Owner {
    /// The result of routing a request.
    private enum Routed {
        case operation(Checkout.Operation)
        /// No route: the failure, and the path without the provider's prefix.
        case nowhere(Failure, RequestPath)
    }

    /// The caller and the body of a request that has a route.
    ///
    /// - Parameters:
    ///   - operation: the operation of the route.
    ///   - identify: returns the caller, or throws the reason why the caller is unknown.
    @inline(__always)
    func checked(
        _ request: Request, for operation: Checkout.Operation, identify: () throws(Failure) -> Caller
    ) throws(Failure) -> (caller: Caller, document: JSONDocument?) {
        try check(request, .operation(operation), identify)
    }

    /// The failure of a request that has no route: that of a check before the route, or else that of the route.
    ///
    /// - Parameters:
    ///   - path: without the provider's prefix.
    ///   - identify: returns the caller, or throws the reason why the caller is unknown.
    func failure(
        of request: Request, _ failure: Failure, at path: RequestPath, identify: () throws(Failure) -> Caller
    ) -> Failure {
        do throws(Failure) {
            _ = try check(request, .nowhere(failure, path), identify)
            return failure
        } catch {
            return error
        }
    }

    /// Runs the provider's checks in their order, and throws the failure of the first check that fails.
    @inline(__always)
    private func check(
        _ request: Request, _ routed: Routed, _ identify: () throws(Failure) -> Caller
    ) throws(Failure) -> (caller: Caller, document: JSONDocument?) {
        var caller: Caller?
        var document: JSONDocument?
        for check in checks {
            switch (check, routed) {
            case (.callerBelow(let start), .nowhere(_, let path)):
                if path.begins(with: start) { _ = try identify() }
            case (.route, .nowhere(let failure, _)):
                throw failure
            case (.caller, _):
                caller = try identify()
            case (.access, .operation(let operation)):
                guard let caller, caller.may(operation) else { throw .forbidden }
            case (.body, .operation(let operation)):
                if operation.writes { document = try provider.parse(request, for: operation) }
            case (.callerBelow, .operation), (.route, .operation), (.access, .nowhere), (.body, .nowhere):
                break
            }
        }
        guard let caller else { preconditionFailure("The table refuses checks that do not identify the caller.") }
        return (caller, document)
    }

    /// True if unknown callers must not learn from the provider whether a path exists.
    func hides(_ path: RequestPath) -> Bool {
        checks.contains { check in
            if case .callerBelow(let start) = check { path.begins(with: start) } else { false }
        }
    }
}

extension RoutingTable {
    /// Refuses a list of checks that would leave out a check, or that has a check before what it needs.
    static func refuseIncomplete(_ checks: [Check], of name: ProviderName) throws(Collision) {
        var seen: [String] = []
        for check in checks {
            let (word, needed): (String, [String]) =
                switch check {
                case .callerBelow: ("callerBelow", [])
                case .route: ("route", [])
                case .caller: ("caller", [])
                case .access: ("access", ["route", "caller"])
                case .body: ("body", ["route"])
                }
            if let missing = needed.first(where: { !seen.contains($0) }) {
                throw Collision(description: "\(name) checks \(word) before \(missing)")
            }
            if word == "callerBelow", seen.contains("route") {
                throw Collision(description: "\(name) checks route before callerBelow")
            }
            seen.append(word)
        }
        for word in ["route", "caller", "access", "body"] where seen.count(where: { $0 == word }) != 1 {
            throw Collision(description: "\(name) does not check \(word) exactly once")
        }
    }
}
