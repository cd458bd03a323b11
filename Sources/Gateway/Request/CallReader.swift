import Checkout
import Wire

/// Checks a provider's call before the provider reads it: who the caller is, whether the rate limit allows the call,
/// and whether the body can be read.
struct CallReader: Sendable {
    let keys: KeyRing
    let limits: RateLimits
    let catalogue: Catalogue
    let clock: any Clock

    /// The call, after its provider's checks (``Check``).
    ///
    /// - Parameter known: the caller, if finding the route has identified it.
    func call(
        _ request: Request, _ operation: Checkout.Operation, _ owner: RoutingTable.Owner, _ parameters: [[UInt8]],
        _ known: Caller?, _ context: inout RequestContext, _ visit: inout Visit
    ) throws(Failure) -> Call {
        let (caller, document) = try owner.checked(request, for: operation) { () throws(Failure) in
            try self.caller(of: request.head, known, owner, &context, &visit)
        }
        return Call(
            request: request, parameters: parameters, document: document, caller: caller, catalogue: catalogue,
            lifetimeSeconds: owner.lifetimeSeconds, now: clock.now, digest: SHA256.digest,
            asciiHost: InternationalName.ascii)
    }

    /// The caller, with the request counted.
    ///
    /// - Parameter known: the caller, if it was identified before.
    func caller(
        of head: RequestHead, _ known: Caller?, _ owner: RoutingTable.Owner, _ context: inout RequestContext,
        _ visit: inout Visit
    ) throws(Failure) -> Caller {
        let caller: Caller
        if let known { caller = known } else { caller = try identify(head, owner, &visit) }
        guard let allowance = limits.credential?.take(caller, at: context.startedAt) else { return caller }
        context.allowance = allowance
        if let failure = allowance.failure { throw failure }
        return caller
    }

    /// The caller with the request's credential. A wrong credential counts against the address that sent it.
    private func identify(
        _ head: RequestHead, _ owner: RoutingTable.Owner, _ visit: inout Visit
    ) throws(Failure) -> Caller {
        do throws(Failure) {
            return try keys.caller(owner.provider.identify(head), of: owner.name)
        } catch {
            visit.note(error)
            throw error
        }
    }
}
