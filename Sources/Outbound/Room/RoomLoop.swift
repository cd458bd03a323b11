import CCurl
import Wire

/// The work of a room's thread: takes calls in, finds the addresses of their hosts, puts them in flight when it is
/// their turn, and delivers their outcomes.
final class RoomLoop {
    private struct Entry {
        let pending: PendingCall
        /// The addresses of the host, once they are known.
        var addresses: [IPAddress] = []
        /// The transfer of a call in flight.
        var transfer: Transfer?
    }

    private let inbox: RoomInbox
    private let multi: MultiHandle
    private let lookups: LookupQueue
    private let limits: RoomLimits
    private let options: Transfer.Options
    private let policy: (@Sendable () -> AddressPolicy)?
    private let clock: @Sendable () -> Duration

    /// Every call without an outcome. Only ``end(_:_:)`` takes a call out, and delivers its outcome.
    private var entries: [CallID: Entry] = [:]
    /// The calls in flight by the pointers of their handles.
    private var callsInFlight: [UnsafeMutableRawPointer: CallID] = [:]
    private var names: KnownNames
    private var waiting: WaitingCalls
    private var lastID: CallID = 0
    private var drainEnd: Duration?

    init(
        _ inbox: RoomInbox, _ multi: MultiHandle, _ lookups: LookupQueue, _ limits: RoomLimits,
        _ options: Transfer.Options, _ policy: (@Sendable () -> AddressPolicy)?,
        _ clock: @escaping @Sendable () -> Duration
    ) {
        self.inbox = inbox
        self.multi = multi
        self.lookups = lookups
        self.limits = limits
        self.options = options
        self.policy = policy
        self.clock = clock
        names = KnownNames(limits.names)
        waiting = WaitingCalls(inFlightMax: limits.inFlightMax, perHostMax: limits.perHostMax)
    }

    /// Works until the room is closed and every outcome is delivered.
    func run() {
        while true {
            for message in inbox.take() { receive(message) }
            multi.perform()
            collect()
            let now = clock()
            giveUp(at: now)
            if let drainEnd {
                if entries.isEmpty || now >= drainEnd { break }
            } else {
                startWaiting()
            }
            multi.wait(milliseconds: patience(from: now))
        }
        for (call, entry) in entries {
            guard let transfer = entry.transfer else { continue }
            multi.remove(transfer.handle)
            end(call, .failed(transfer.closed()))
        }
    }

    private func receive(_ message: RoomInbox.Message) {
        switch message {
        case .call(let pending): admit(pending)
        case .found(let name, let addresses):
            for call in names.learn(name, addresses, at: clock()) { resolved(call, addresses) }
        case .close(let drain):
            drainEnd = clock() + drain
            for (call, entry) in entries where entry.transfer == nil { end(call, .failed(.closed)) }
        }
    }

    private func admit(_ pending: PendingCall) {
        lastID += 1
        let call = lastID
        entries[call] = Entry(pending: pending)
        let url = pending.call.url
        guard allows(call, { policy throws(AddressPolicy.Refusal) in try policy.check(url) }) else { return }
        switch url.host {
        case .address(let address): resolved(call, [address])
        case .name(let name):
            switch names.ask(name, for: call, at: clock()) {
            case .known(let addresses): resolved(call, addresses)
            case .unknown: resolved(call, [])
            case .waits: break
            case .isToBeLookedUp:
                guard !lookups.add(name) else { return }
                let old = names.oldAddresses(of: name, at: clock())
                for call in names.forget(name) { proceed(call, old, .overloaded, "too many names are being looked up") }
            }
        }
    }

    /// Lets a call whose lookup did not end go on with the old addresses of its host, or ends it if those are missing.
    private func proceed(_ call: CallID, _ old: [IPAddress], _ phase: CallFailure.Phase, _ reason: String) {
        if old.isEmpty { fail(call, phase, reason) } else { resolved(call, old) }
    }

    /// Lets a call wait for its turn when the addresses of its host are known.
    private func resolved(_ call: CallID, _ addresses: [IPAddress]) {
        guard let url = entries[call]?.pending.call.url else { return }
        guard !addresses.isEmpty else { return fail(call, .resolving, "the name of the host has no address") }
        guard allows(call, { policy throws(AddressPolicy.Refusal) in try policy.check(addresses, of: url) }) else {
            return
        }
        entries[call]?.addresses = addresses
        waiting.add(call, to: url.origin, until: clock() + limits.waitingTime)
    }

    /// Whether the policy allows a call, which fails if not.
    private func allows(_ call: CallID, _ check: (AddressPolicy) throws(AddressPolicy.Refusal) -> Void) -> Bool {
        guard let policy else { return true }
        do throws(AddressPolicy.Refusal) {
            try check(policy())
            return true
        } catch {
            fail(call, .refused, "the URL is not allowed: \(error.rule)")
            return false
        }
    }

    private func startWaiting() {
        while let call = waiting.next() {
            guard let entry = entries[call] else { continue }
            guard let transfer = start(entry) else {
                waiting.finish(entry.pending.call.url.origin)
                fail(call, .overloaded, "the gateway is short of memory")
                continue
            }
            entries[call]?.transfer = transfer
            callsInFlight[transfer.handle.pointer] = call
        }
    }

    /// Puts a call in flight; nil if there are no resources for it.
    private func start(_ entry: Entry) -> Transfer? {
        guard let transfer = Transfer(entry.pending.call, policy),
            (try? transfer.prepare(options, entry.addresses)) != nil, (try? transfer.listen()) != nil
        else { return nil }
        return multi.add(transfer.handle) ? transfer : nil
    }

    /// Delivers the outcomes of the transfers that have ended.
    private func collect() {
        while let (pointer, code) = multi.nextEnded() {
            guard let call = callsInFlight.removeValue(forKey: pointer), let transfer = entries[call]?.transfer else {
                continue
            }
            multi.remove(transfer.handle)
            waiting.finish(transfer.call.url.origin)
            end(call, transfer.outcome(code))
        }
    }

    private func giveUp(at now: Duration) {
        let late = names.giveUp(at: now)
        for late in late.calls {
            if case .name(let name)? = entries[late.call]?.pending.call.url.host, lookups.isWaiting(name) {
                proceed(late.call, late.oldAddresses, .overloaded, "too many names are being looked up")
            } else {
                proceed(late.call, late.oldAddresses, .resolving, "the addresses of the host were not found in time")
            }
        }
        for name in late.names where lookups.withdraw(name) { names.forgetLookup(of: name, at: now) }
        for call in waiting.giveUp(at: now) { fail(call, .overloaded, "too many calls were in flight") }
    }

    /// The time until something has to be done by the clock, in milliseconds.
    private func patience(from now: Duration) -> Int32 {
        let end = [names.nextEnd, waiting.nextEnd, drainEnd].compactMap { $0 }.min() ?? .seconds(60) + now
        // Rounded up, so that the time is over after the wait.
        return Int32(min(max((end - now) / .milliseconds(1), 0), 60_000).rounded(.up))
    }

    private func fail(_ call: CallID, _ phase: CallFailure.Phase, _ reason: String) {
        end(call, .failed(CallFailure(phase, reason)))
    }

    private func end(_ call: CallID, _ outcome: CallOutcome) {
        guard let entry = entries.removeValue(forKey: call) else { return }
        inbox.noteEnd()
        entry.pending.deliver(outcome)
    }
}
