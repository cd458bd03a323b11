import Dispatch

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
package final class Room: Sendable {
    /// The system has no memory or descriptors for a room.
    package struct NoResources: Error {}

    private let inbox: RoomInbox
    private let ended = DispatchGroup()

    /// Starts the thread. It runs until ``close(drain:)``. Throws ``NoResources``.
    ///
    /// - Parameters:
    ///   - authorities: the path of a file of certificates in PEM to trust in place of the system's.
    ///   - lookup: finds the addresses of names, on threads that it may hold up.
    ///   - clock: the time since any fixed moment. It measures how long calls and names wait, and the drain.
    package init(
        _ trust: Trust, limits: RoomLimits = RoomLimits(), authorities: String? = nil,
        lookup: @escaping Lookup = systemLookup, clock: @escaping @Sendable () -> Duration = monotonicClock
    ) throws(NoResources) {
        guard let multi = MultiHandle(connectionsMax: limits.inFlightMax) else { throw NoResources() }
        let inbox = RoomInbox(wakes: multi, callsMax: limits.inFlightMax + limits.waitingMax)
        self.inbox = inbox
        let lookups = LookupQueue(
            threadsMax: limits.lookupsMax, waitingMax: limits.lookupsWaitingMax, lookup: lookup,
            report: { inbox.post($0, $1) })
        let options = Transfer.Options(authorities: authorities, isHTTP1Only: trust.policy != nil)
        DispatchQueue(label: "outbound.room").async(group: ended) {
            RoomLoop(inbox, multi, lookups, limits, options, trust.policy, clock).run()
        }
    }

    /// Makes a call. Its one outcome is delivered on the room's thread, or, if the room is full or closed, on the caller's
    /// before this function returns.
    package func send(_ call: OutgoingCall, deliver: @escaping Deliver) {
        if let failure = inbox.post(PendingCall(call: call, deliver: deliver)) { deliver(.failed(failure)) }
    }

    /// Lets no further call in, and ends those that are not in flight. Those in flight have a time to end by themselves.
    /// Returns when every outcome is delivered. It must not be called on the room's thread.
    package func close(drain: Duration) {
        startClosing(drain: drain)
        ended.wait()
    }

    /// What ``close(drain:)`` does, without waiting for it.
    package func startClosing(drain: Duration) {
        inbox.close(drain: drain)
    }
}

private let clockStart = ContinuousClock.now

/// The time since the program first asked for it, which does not move when the time of day is set.
package let monotonicClock: @Sendable () -> Duration = { clockStart.duration(to: .now) }
