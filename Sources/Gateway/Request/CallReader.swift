import Checkout
import Wire

/// Judges a provider's call up to the point where the provider reads it: who asks, whether they may ask so often, and what
/// the body is.
struct CallReader: Sendable {
    let keys: KeyRing
    let limits: RateLimits
    let catalogue: Catalogue
    let clock: any Clock

    /// The call, in the order of its provider's checks.
    ///
    /// - Parameter known: who asks, where finding the route took finding that.
    func call(
        _ request: Request, _ operation: Checkout.Operation, _ owner: RoutingTable.Owner, _ parameters: [[UInt8]],
        _ known: Caller?, _ turn: inout Turn, _ visit: inout Visit
    ) throws(Failure) -> Call {
        let (caller, document) = try owner.understood(request, for: operation) { () throws(Failure) in
            try self.caller(of: request.head, known, owner, &turn, &visit)
        }
        return Call(
            request: request, parameters: parameters, document: document, caller: caller, catalogue: catalogue,
            lifetimeSeconds: owner.lifetimeSeconds, now: clock.now, digest: SHA256.digest,
            asciiHost: InternationalName.ascii)
    }

    /// Who asks, counted as one request of theirs.
    ///
    /// - Parameter known: who asks, where that was found before.
    func caller(
        of head: RequestHead, _ known: Caller?, _ owner: RoutingTable.Owner, _ turn: inout Turn, _ visit: inout Visit
    ) throws(Failure) -> Caller {
        let caller: Caller
        if let known { caller = known } else { caller = try identify(head, owner, &visit) }
        guard let allowance = limits.credential?.take(caller, at: turn.startedAt) else { return caller }
        turn.allowance = allowance
        if let failure = allowance.failure { throw failure }
        return caller
    }

    /// The caller whose credential a request shows. A credential that nobody has counts against the address that shows it.
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
