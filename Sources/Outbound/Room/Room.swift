import Dispatch
import Synchronization

/// Whether the hosts of a room's calls were chosen by the operator.
package enum Trust: Sendable {
    /// The operator chose them: any address, http or https, HTTP/2 where the host speaks it.
    case trusted
    /// Somebody outside chose them. The policy is asked anew at each check, so that a change of it counts at once.
    case untrusted(policy: @Sendable () -> AddressPolicy)

    var policy: (@Sendable () -> AddressPolicy)? {
        if case .untrusted(let policy) = self { policy } else { nil }
    }
}

/// A thread that makes calls, with bounds of its own: what happens in one room delays no other.
///
/// The thread starts with the first call, because libcurl and its TLS take some memory, and many gateways call nobody.
package final class Room: Sendable {
    private enum State {
        case idle
        case running(RoomInbox)
        /// Closed before the first call.
        case closed
    }

    private let state = Mutex(State.idle)
    private let start: @Sendable () -> RoomInbox?
    private let ended: DispatchGroup

    /// Makes a room, which is open until ``close(drain:)``.
    ///
    /// - Parameters:
    ///   - authorities: the path of a file of certificates in PEM to trust in place of the system's.
    ///   - lookup: finds the addresses of names, on threads that it may hold up.
    ///   - clock: the time since any fixed moment. It measures how long calls and names wait, and the drain.
    package init(
        _ trust: Trust, limits: RoomLimits = RoomLimits(), authorities: String? = nil,
        lookup: @escaping Lookup = systemLookup, clock: @escaping @Sendable () -> Duration = monotonicClock
    ) {
        let ended = DispatchGroup()
        self.ended = ended
        start = {
            guard let multi = MultiHandle(connectionsMax: limits.inFlightMax) else { return nil }
            let inbox = RoomInbox(wakes: multi, callsMax: limits.inFlightMax + limits.waitingMax)
            let lookups = LookupQueue(
                threadsMax: limits.lookupsMax, waitingMax: limits.lookupsWaitingMax, lookup: lookup,
                report: { inbox.post($0, $1) })
            let options = Transfer.Options(authorities: authorities, isHTTP1Only: trust.policy != nil)
            DispatchQueue(label: "outbound.room").async(group: ended) {
                RoomLoop(inbox, multi, lookups, limits, options, trust.policy, clock).run()
            }
            return inbox
        }
    }

    /// Makes a call. Its one outcome is delivered on the room's thread, or, if the room is full or closed, on the
    /// caller's before this function returns.
    package func send(_ call: OutgoingCall, deliver: @escaping Deliver) {
        if let failure = post(PendingCall(call: call, deliver: deliver)) { deliver(.failed(failure)) }
    }

    private func post(_ call: PendingCall) -> CallFailure? {
        let inbox: RoomInbox? = state.withLock { state in
            if case .idle = state, let inbox = start() { state = .running(inbox) }
            if case .running(let inbox) = state { return inbox }
            return nil
        }
        if let inbox { return inbox.post(call) }
        let isClosed = state.withLock { if case .closed = $0 { true } else { false } }
        return isClosed ? .closed : CallFailure(.overloaded, "the system has no memory or descriptors for it")
    }

    /// Lets no further call in, and ends those that are not in flight. Those in flight have a time to end by
    /// themselves. Returns when every outcome is delivered. It must not be called on the room's thread.
    package func close(drain: Duration) {
        startClosing(drain: drain)
        ended.wait()
    }

    /// What ``close(drain:)`` does, without waiting for it.
    package func startClosing(drain: Duration) {
        let inbox: RoomInbox? = state.withLock { state in
            if case .idle = state { state = .closed }
            if case .running(let inbox) = state { return inbox }
            return nil
        }
        inbox?.close(drain: drain)
    }
}

extension CallFailure {
    /// The failure of a call that comes after the end of its room.
    static let closed = CallFailure(.closed, "the gateway is stopping")
}

private let clockStart = ContinuousClock.now

/// The time since the program first asked for it, which does not move when the time of day is set.
package let monotonicClock: @Sendable () -> Duration = { clockStart.duration(to: .now) }
