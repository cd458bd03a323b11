import Checkout
import Wire

/// The order in which a provider's requests are judged, before the provider reads them.
extension RoutingTable.Owner {
    /// Who asks, and what the body is.
    ///
    /// - Parameter identify: says who asks, or why they may not.
    @inline(__always)
    func understood(
        _ request: Request, identify: () throws(Failure) -> Caller
    ) throws(Failure) -> (caller: Caller, document: JSONDocument?) {
        if type.order.parsesBeforeIdentifying {
            let document = try provider.parse(request)
            return (try identify(), document)
        }
        let caller = try identify()
        return (caller, request.head.method == .post ? try provider.parse(request) : nil)
    }

    /// What a request fails by that has no route. A provider that lets nobody unknown learn which paths there are asks
    /// first who it is.
    ///
    /// - Parameter identify: says who asks, or why they may not.
    func judged(_ failure: Failure, identify: () throws(Failure) -> Caller) -> Failure {
        guard type.order.identifiesBeforeRouting else { return failure }
        do throws(Failure) {
            _ = try identify()
            return failure
        } catch {
            return error
        }
    }
}
