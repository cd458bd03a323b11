import Checkout
import Storage
import Wire

/// `test/clock`: the sandbox's time, which only goes forward.
enum ClockResource {
    /// A hundred years: more than any session lasts.
    private static let advanceSecondsMax: Int64 = 3_155_760_000

    @Sendable static func show(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        return .answer(text(try clock(call)))
    }

    /// `{"advance_seconds": 3600}` or `{"now": "2027-01-01T00:00:00Z"}`.
    @Sendable static func move(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        let clock = try clock(call)
        let body = try call.body(members: ["advance_seconds", "now"])
        let adjustment: Adjustment?
        switch (body.member("advance_seconds"), body.member("now")) {
        case (let seconds?, nil):
            guard seconds.kind == .integer, let count = JSONNumber.int64(seconds.source),
                (1...advanceSecondsMax).contains(count)
            else { throw .badRequest("advance_seconds has to be 1 to \(advanceSecondsMax).") }
            adjustment = clock.adjustment(advancing: count * 1_000_000)
        case (nil, let now?):
            guard let read = now.stringBytes.flatMap({ Timestamp(rfc3339: $0) }) else {
                throw .badRequest("now has to be a date and time as in RFC 3339.")
            }
            adjustment = clock.adjustment(to: read)
        default:
            throw .badRequest("The body needs either advance_seconds or now.")
        }
        guard let adjustment else {
            throw Problem(status: 409, detail: "The clock goes forward only, and not beyond the year 9999.")
        }
        let timeLeapt = call.context.timeLeapt
        // Kept first: after a restart it must not be earlier than anything was written.
        return .write(.adjust(SandboxClock.settingName, adjustment)) { written in
            guard case .adjusted(let offset) = written else {
                return Problem(status: 500).response
            }
            clock.putForward(offsetMicroseconds: offset)
            timeLeapt()
            return text(clock)
        }
    }

    private static func clock(_ call: AdminAPI.Call) throws(Problem) -> SandboxClock {
        guard let clock = call.context.sandboxClock else {
            throw Problem(status: 403, detail: "Only a sandbox has a clock that can be put forward.")
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
