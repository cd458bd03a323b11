/// The number of a call within its room.
typealias CallID = Int

/// Which call starts next: hosts take turns, and each has a bound of calls in flight, so that a host that answers
/// slowly delays its own calls alone.
struct WaitingCalls {
    private struct Host {
        var waiting: [(call: CallID, end: Duration)] = []
        var inFlight = 0
    }

    private let inFlightMax: Int
    private let perHostMax: Int
    private var hosts: [String: Host] = [:]
    /// The hosts that have a waiting call and may have one more in flight, in the order of their turns.
    private var turns: [String] = []
    private(set) var inFlight = 0

    init(inFlightMax: Int, perHostMax: Int) {
        self.inFlightMax = inFlightMax
        self.perHostMax = perHostMax
    }

    /// - Parameter end: when the call has waited long enough.
    mutating func add(_ call: CallID, to host: String, until end: Duration) {
        hosts[host, default: Host()].waiting.append((call, end))
        takeTurn(host)
    }

    /// The next call, which counts as in flight until ``finish(_:)``; nil if none may start.
    mutating func next() -> CallID? {
        guard inFlight < inFlightMax, !turns.isEmpty else { return nil }
        let name = turns.removeFirst()
        // A host in `turns` has a waiting call.
        guard var host = hosts[name], !host.waiting.isEmpty else { return next() }
        let call = host.waiting.removeFirst().call
        host.inFlight += 1
        inFlight += 1
        hosts[name] = host
        takeTurn(name)
        return call
    }

    /// Notes that a call to a host has ended.
    mutating func finish(_ host: String) {
        hosts[host]?.inFlight -= 1
        inFlight -= 1
        takeTurn(host)
        if let left = hosts[host], left.inFlight == 0, left.waiting.isEmpty { hosts[host] = nil }
    }

    /// Takes out the calls that have waited long enough.
    mutating func giveUp(at now: Duration) -> [CallID] {
        var ended: [CallID] = []
        for (name, host) in hosts where host.waiting.contains(where: { $0.end <= now }) {
            ended += host.waiting.filter { $0.end <= now }.map(\.call)
            hosts[name]?.waiting.removeAll { $0.end <= now }
            if hosts[name]?.waiting.isEmpty == true {
                turns.removeAll { $0 == name }
                if host.inFlight == 0 { hosts[name] = nil }
            }
        }
        return ended
    }

    /// When the first waiting call has waited long enough; nil if none waits.
    var nextEnd: Duration? {
        hosts.values.lazy.flatMap(\.waiting).map(\.end).min()
    }

    private mutating func takeTurn(_ name: String) {
        guard let host = hosts[name], !host.waiting.isEmpty, host.inFlight < perHostMax, !turns.contains(name) else {
            return
        }
        turns.append(name)
    }
}
