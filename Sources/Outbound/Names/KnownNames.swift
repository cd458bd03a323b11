import Wire

/// What is known of the names of hosts, and who waits to know more. It looks nothing up itself.
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
        let end: Duration
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

    /// What is known of a name now. A call waits from then on unless the answer is known or unknown.
    mutating func ask(_ name: String, for call: CallID, at now: Duration) -> Reply {
        if let found = known[name], now < found.end {
            return found.addresses.isEmpty ? .unknown : .known(found.addresses)
        }
        let isNew = waiting[name] == nil
        waiting[name, default: []].append(Waiter(call: call, end: now + times.patience))
        return isNew ? .isToBeLookedUp : .waits
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

    /// Forgets a name whose lookup was taken back before it began, so that nothing is known of the name.
    mutating func forgetAll(of name: String) {
        waiting[name] = nil
        known[name] = nil
    }

    /// The calls that have waited long enough, and the names for which nobody waits any more. Such a name counts as
    /// unknown for a while.
    mutating func giveUp(at now: Duration) -> (calls: [CallID], names: [String]) {
        var calls: [CallID] = []
        var names: [String] = []
        for (name, waiters) in waiting where waiters.contains(where: { $0.end <= now }) {
            calls += waiters.filter { $0.end <= now }.map(\.call)
            let rest = waiters.filter { $0.end > now }
            waiting[name] = rest
            if rest.isEmpty {
                remember(name, [], at: now)
                names.append(name)
            }
        }
        return (calls, names)
    }

    private mutating func remember(_ name: String, _ addresses: [IPAddress], at now: Duration) {
        if known.count >= times.namesMax, known[name] == nil {
            known = known.filter { $0.value.end > now }
            // The name that would be forgotten first makes room.
            if known.count >= times.namesMax, let first = known.min(by: { $0.value.end < $1.value.end }) {
                known[first.key] = nil
            }
        }
        known[name] = Knowledge(
            addresses: addresses, end: now + (addresses.isEmpty ? times.unknownFor : times.knownFor))
    }
}

/// How long names are waited for and remembered.
package struct NameTimes: Sendable, Equatable {
    /// How long a call waits for the addresses of its host. The lookup itself may take longer.
    package var patience = Duration.seconds(5)
    /// How long the addresses of a name are remembered.
    package var knownFor = Duration.seconds(60)
    /// How long it is remembered that a name has no address.
    package var unknownFor = Duration.seconds(5)
    /// Names that are remembered.
    package var namesMax = 1_024

    /// The defaults.
    package init() {}
}
