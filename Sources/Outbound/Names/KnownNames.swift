import Wire

/// The known addresses of host names, and the calls that wait for an address. Its owner does the lookups.
struct KnownNames {
    /// The state of a name for somebody who asks.
    enum Reply: Equatable {
        case known([IPAddress])
        /// The name has no address, or none was found in time a moment ago.
        case unknown
        /// Somebody has to look the name up.
        case isToBeLookedUp
        /// A lookup is in progress.
        case waits
    }

    private struct Knowledge {
        let addresses: [IPAddress]
        /// Until then nobody looks the name up again.
        var freshUntil: Duration
        /// Until then the addresses serve while a later lookup does not end.
        let usableUntil: Duration
    }

    /// A call that has waited long enough, with the addresses that its name had before, if they are still usable.
    struct LateCall: Equatable {
        let call: CallID
        let oldAddresses: [IPAddress]
    }

    private struct Waiter {
        let call: CallID
        let end: Duration
    }

    private let times: NameTimes
    private var known: [String: Knowledge] = [:]
    /// The names whose lookup has not ended; those for which nobody waits any more are still here.
    private var waiting: [String: [Waiter]] = [:]

    init(_ times: NameTimes) {
        self.times = times
    }

    /// When the first waiting call gives up; nil if none waits.
    var nextEnd: Duration? {
        waiting.values.lazy.joined().map(\.end).min()
    }

    /// What is known of a name. Unless the reply is `known` or `unknown`, the call waits from this moment on.
    mutating func ask(_ name: String, for call: CallID, at now: Duration) -> Reply {
        if let found = known[name], now < found.freshUntil {
            return found.addresses.isEmpty ? .unknown : .known(found.addresses)
        }
        let isNew = waiting[name] == nil
        let patience = oldAddresses(of: name, at: now).isEmpty ? times.patience : times.patienceWithOld
        waiting[name, default: []].append(Waiter(call: call, end: now + patience))
        return isNew ? .isToBeLookedUp : .waits
    }

    /// The addresses that a name had when it was last found; empty if they are too old.
    func oldAddresses(of name: String, at now: Duration) -> [IPAddress] {
        known[name].map { now < $0.usableUntil ? $0.addresses : [] } ?? []
    }

    /// Notes what a lookup found, nothing if it is empty, and returns the calls that wait for it.
    mutating func learn(_ name: String, _ addresses: [IPAddress], at now: Duration) -> [CallID] {
        remember(name, addresses, at: now)
        return forget(name)
    }

    /// Ends the wait for a name that will not be looked up, and returns the calls that wait for it.
    mutating func forget(_ name: String) -> [CallID] {
        waiting.removeValue(forKey: name)?.map(\.call) ?? []
    }

    /// Forgets that a name was looked up, because its lookup was taken back before it began. Its old addresses stay.
    mutating func forgetLookup(of name: String, at now: Duration) {
        waiting[name] = nil
        if oldAddresses(of: name, at: now).isEmpty { known[name] = nil }
    }

    /// The calls that have waited long enough, and the names for which nobody waits any more. For a while such a name
    /// counts as found where it was before, or as unknown if its old addresses are not usable.
    mutating func giveUp(at now: Duration) -> (calls: [LateCall], names: [String]) {
        var calls: [LateCall] = []
        var names: [String] = []
        for (name, waiters) in waiting where waiters.contains(where: { $0.end <= now }) {
            let old = oldAddresses(of: name, at: now)
            calls += waiters.filter { $0.end <= now }.map { LateCall(call: $0.call, oldAddresses: old) }
            let rest = waiters.filter { $0.end > now }
            waiting[name] = rest
            guard rest.isEmpty else { continue }
            if old.isEmpty { remember(name, [], at: now) } else { known[name]?.freshUntil = now + times.unknownFor }
            names.append(name)
        }
        return (calls, names)
    }

    private mutating func remember(_ name: String, _ addresses: [IPAddress], at now: Duration) {
        if known.count >= times.namesMax, known[name] == nil {
            known = known.filter { $0.value.usableUntil > now }
            // The name that would be forgotten first makes room.
            if known.count >= times.namesMax, let first = known.min(by: { $0.value.usableUntil < $1.value.usableUntil })
            {
                known[first.key] = nil
            }
        }
        known[name] = Knowledge(
            addresses: addresses, freshUntil: now + (addresses.isEmpty ? times.unknownFor : times.knownFor),
            usableUntil: now + (addresses.isEmpty ? times.unknownFor : times.usableFor))
    }
}

/// How long names are waited for and remembered.
package struct NameTimes: Sendable, Equatable {
    /// How long a call waits for the addresses of its host. The lookup itself may take longer.
    package var patience = Duration.seconds(5)
    /// How long a call waits for a lookup if its host has old addresses that it can use instead.
    package var patienceWithOld = Duration.seconds(1)
    /// How long the addresses of a name are remembered.
    package var knownFor = Duration.seconds(60)
    /// How long the addresses of a name can be used while a later lookup does not end, for example because name servers
    /// that do not answer hold all threads.
    package var usableFor = Duration.seconds(3_600)
    /// How long it is remembered that a name has no address.
    package var unknownFor = Duration.seconds(5)
    /// Names that are remembered.
    package var namesMax = 1_024

    /// The defaults.
    package init() {}
}
