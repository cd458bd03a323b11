import Checkout
import Wire

/// The order in which a provider's requests are checked before the provider reads them.
extension RoutingTable.Owner {
    /// The caller and the body.
    ///
    /// - Parameters:
    ///   - operation: the operation of the route. Throws ``Failure/forbidden`` if the caller may not do it.
    ///   - identify: returns the caller, or throws the reason why the caller is unknown.
    @inline(__always)
    func understood(
        _ request: Request, for operation: Checkout.Operation, identify: () throws(Failure) -> Caller
    ) throws(Failure) -> (caller: Caller, document: JSONDocument?) {
        if type.order.parsesBeforeIdentifying {
            let document = try document(of: request, for: operation)
            return (try permitted(identify(), operation), document)
        }
        let caller = try permitted(identify(), operation)
        return (caller, try document(of: request, for: operation))
    }

    @inline(__always)
    private func document(
        of request: Request, for operation: Checkout.Operation
    ) throws(Failure) -> JSONDocument? {
        operation.writes ? try provider.parse(request, for: operation) : nil
    }

    private func permitted(_ caller: Caller, _ operation: Checkout.Operation) throws(Failure) -> Caller {
        guard caller.may(operation) else { throw .forbidden }
        return caller
    }

    /// The failure of a request without a route. A provider that does not tell unknown callers which paths exist
    /// identifies the caller first.
    ///
    /// - Parameters:
    ///   - path: without the provider's prefix.
    ///   - identify: returns the caller, or throws the reason why the caller is unknown.
    func judged(_ failure: Failure, at path: RequestPath, identify: () throws(Failure) -> Caller) -> Failure {
        guard let start = type.order.identifiesBeforeRouting, path.begins(with: start) else { return failure }
        do throws(Failure) {
            _ = try identify()
            return failure
        } catch {
            return error
        }
    }
}
