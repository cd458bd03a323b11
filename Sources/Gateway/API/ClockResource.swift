import Checkout
import Wire

/// `test/clock`: puts the sandbox's clock forward, or back to the machine's time.
enum ClockResource {
    /// A hundred years, longer than the lifetime of any session whose request does not set one.
    private static let advanceSecondsMax: Int64 = 3_155_760_000

    @Sendable static func show(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        return .now(text(try clock(call)))
    }

    /// `{"advance_seconds": 3600}`, `{"now": "2027-01-01T00:00:00Z"}` or `{"reset": true}`.
    @Sendable static func move(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let clock = try clock(call)
        let adjustment = try adjustment(of: clock, try call.body(members: ["advance_seconds", "now", "reset"]))
        let timeLeapt = call.services.timeLeapt
        // The store records the change first, because the clock must not be earlier than its records after a restart.
        return .afterCommitting(
            .adjust(SandboxClock.settingName, adjustment),
            .written { written in
                guard case .adjusted(let offset) = written else {
                    return ProblemDetails(status: 500).response
                }
                clock.follow(offsetMicroseconds: offset)
                timeLeapt()
                return text(clock)
            })
    }

    private static func adjustment(of clock: SandboxClock, _ body: JSON) throws(ProblemDetails) -> Adjustment {
        do throws(SandboxClock.Fault) {
            switch (body.member("advance_seconds"), body.member("now"), body.member("reset")) {
            case (let seconds?, nil, nil):
                if seconds.kind == .integer, let count = JSONNumber.int64(seconds.source),
                    (1...advanceSecondsMax).contains(count)
                {
                    return try clock.adjustment(advancing: count * 1_000_000)
                }
            case (nil, let now?, nil):
                if let moment = now.stringBytes.flatMap({ Timestamp(rfc3339: $0) }) {
                    return try clock.adjustment(to: moment)
                }
            case (nil, nil, let reset?):
                if reset.bool == true { return .clear }
            default: break
            }
        } catch {
            switch error {
            case .past:
                throw ProblemDetails(
                    status: 409,
                    detail: "The clock is at \(clock.now.rfc3339(.microsecondsOrNone)) and goes back with reset alone.")
            case .tooLate:
                throw .badRequest(
                    "The clock goes no further than \(clock.last.rfc3339(.microsecondsOrNone)): a session that is made "
                        + "then ends before the year 10000, which no date and time as in RFC 3339 has.")
            }
        }
        throw .badRequest(
            "The body needs one of advance_seconds, which is 1 to \(advanceSecondsMax); now, a date and time as in "
                + "RFC 3339; and reset, which is true.")
    }

    private static func clock(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> SandboxClock {
        guard let clock = call.services.sandboxClock else {
            throw ProblemDetails(status: 403, detail: "Only a sandbox has a clock that can be put forward.")
        }
        return clock
    }

    private static func text(_ clock: SandboxClock) -> Response {
        .ok(
            JSONWriter.object { json in
                json.member("now", clock.now.rfc3339(.microsecondsOrNone))
                json.member("ahead_seconds", clock.offsetMicroseconds / 1_000_000)
            })
    }
}
