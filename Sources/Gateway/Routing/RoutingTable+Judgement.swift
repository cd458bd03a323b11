import Checkout
import Wire

/// The order in which a provider's requests are judged, before the provider reads them.
extension RoutingTable.Owner {
    /// Who asks, and what the body is.
    ///
    /// - Parameters:
    ///   - operation: what is asked for. Throws ``Failure/forbidden`` where the caller may not.
    ///   - identify: says who asks, or why they may not.
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

    /// What a request fails by that has no route. A provider that lets nobody unknown learn which paths there are asks
    /// first who it is.
    ///
    /// - Parameters:
    ///   - path: without the provider's prefix.
    ///   - identify: says who asks, or why they may not.
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
