import Dispatch
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Outbound

/// A clock that only a test moves.
final class ManualClock: Sendable {
    private let time = Mutex(Duration.zero)

    func advance(_ duration: Duration) {
        time.withLock { $0 += duration }
    }

    var now: Duration { time.withLock { $0 } }
}

/// A gate at which threads wait until a test opens it.
final class Gate: Sendable {
    private let isOpen = Mutex(false)

    func open() {
        isOpen.withLock { $0 = true }
    }

    func wait() {
        _ = eventually { isOpen.withLock { $0 } }
    }
}

/// The outcomes of calls, in the order of their delivery.
final class Outcomes: Sendable {
    private let all = Mutex<[String: [CallOutcome]]>([:])

    /// A closure that notes outcomes under a name.
    func note(_ name: String) -> Deliver {
        { outcome in self.all.withLock { $0[name, default: []].append(outcome) } }
    }

    subscript(name: String) -> [CallOutcome] { all.withLock { $0[name] ?? [] } }

    var count: Int { all.withLock { $0.values.reduce(0) { $0 + $1.count } } }
}

extension CallOutcome {
    var answer: Answer? {
        if case .answered(let answer) = self { answer } else { nil }
    }

    var failure: CallFailure? {
        if case .failed(let failure) = self { failure } else { nil }
    }
}

extension Room {
    /// Makes a call and waits for its outcome.
    func outcome(_ call: OutgoingCall) throws -> CallOutcome {
        let delivered = DispatchSemaphore(value: 0)
        let box = Outcomes()
        send(call) {
            box.note("")($0)
            delivered.signal()
        }
        try #require(delivered.wait(timeout: .now() + .seconds(patienceSeconds)) == .success)
        return try #require(box[""].first)
    }
}

/// Loopback, http and any port are allowed.
let sandbox: Trust = .untrusted(policy: { AddressPolicy(isSandbox: true) })

/// Runs a test with a room of its own.
func withRoom(
    _ trust: Trust = sandbox, clock: ManualClock = ManualClock(), lookup: @escaping Lookup = { _ in [] },
    limits change: (inout RoomLimits) -> Void = { _ in }, _ body: (Room) throws -> Void
) throws {
    var limits = RoomLimits()
    change(&limits)
    let room = Room(trust, limits: limits, lookup: lookup, clock: { clock.now })
    defer { room.close(drain: .zero) }
    try body(room)
}

/// Limits that a busy machine does not reach by chance, and the given changes.
func callLimits(_ change: (inout CallLimits) -> Void = { _ in }) -> CallLimits {
    var limits = CallLimits()
    limits.connectMilliseconds = 60_000
    limits.wholeMilliseconds = 60_000
    change(&limits)
    return limits
}

func get(_ url: String, _ change: (inout CallLimits) -> Void = { _ in }) throws -> OutgoingCall {
    try OutgoingCall(.get, TargetURL(url), limits: callLimits(change))
}

func address(_ text: String) throws -> IPAddress {
    try #require(IPAddress(Array(text.utf8)[...]))
}
