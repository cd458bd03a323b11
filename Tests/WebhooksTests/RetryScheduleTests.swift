import Checkout
import Testing
import Wire

@testable import Webhooks

@Suite struct `Retries` {
    /// The middle of every jitter: the wait itself.
    private func next(
        _ outcome: AttemptOutcome, after attempts: Int, _ schedule: RetrySchedule = .production,
        _ health: EndpointHealth = EndpointHealth(), random: UInt64? = nil
    ) -> NextStep {
        let attempt = attempts < 1 ? 0 : (attempts - 1) % schedule.waits.count + 1
        let wait = schedule.waits.indices.contains(attempt) ? schedule.waits[attempt] : 0
        let middle = UInt64(Timestamp.microseconds(ofSeconds: wait) / 5)
        return schedule.next(after: outcome, attempts: attempts, health, at: moment(0), random: random ?? middle)
    }

    private func answered(_ status: Int, _ retryAfter: Int64? = nil) -> AttemptOutcome {
        .answered(status: status, retryAfterSeconds: retryAfter)
    }

    @Test func `follow this table`() {
        let table: [(AttemptOutcome, Int, NextStep)] = [
            (answered(200), 1, .delivered), (answered(204), 10, .delivered), (answered(299), 1, .delivered),
            (answered(200, 60), 1, .delivered),
            (answered(199), 1, .retry(at: moment(5))), (answered(300), 1, .retry(at: moment(5))),
            (answered(301), 1, .retry(at: moment(5))), (answered(400), 1, .retry(at: moment(5))),
            (answered(404), 2, .retry(at: moment(300))), (answered(500), 3, .retry(at: moment(1_800))),
            (answered(503), 1, .retry(at: moment(5))), (.unreachable, 1, .retry(at: moment(5))),
            (answered(429), 1, .retry(at: moment(60))), (answered(502), 1, .retry(at: moment(60))),
            (answered(504), 1, .retry(at: moment(60))), (.timedOut, 1, .retry(at: moment(60))),
            (.timedOut, 2, .retry(at: moment(300))),
            (answered(503, 90), 1, .retry(at: moment(90))), (answered(429, 30), 1, .retry(at: moment(60))),
            (answered(429, 90), 2, .retry(at: moment(300))), (answered(503, 0), 1, .retry(at: moment(5))),
            (answered(503, 86_400), 1, .retry(at: moment(86_400))),
            (answered(503, .max), 1, .retry(at: moment(86_400))),
            (answered(500), 9, .retry(at: moment(86_400))), (answered(500), 10, .failed),
            (answered(503, 5), 10, .failed), (.timedOut, 10, .failed),
            // Once more after the last attempt, because somebody asked for it.
            (.unreachable, 11, .retry(at: moment(5))), (answered(500), 13, .retry(at: moment(1_800))),
            (.unreachable, 20, .failed),
            (answered(410), 1, .disable(.gone)), (answered(410, 5), 10, .disable(.gone)),
            (.interrupted, 0, .retry(at: moment(1))), (.interrupted, 10, .retry(at: moment(1))),
        ]
        for (outcome, attempts, step) in table {
            #expect(next(outcome, after: attempts) == step, "\(outcome), attempt \(attempts)")
        }
    }

    @Test func `go through the whole schedule and end`() {
        for (schedule, seconds) in [
            (RetrySchedule.production, [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as [Int64]),
            (.sandbox, [1, 5, 30, 120]),
        ] {
            var waits: [Int64] = []
            var attempts = 1
            while case .retry(let at) = next(answered(500), after: attempts, schedule) {
                waits.append((at.microseconds - moment(0).microseconds) / 1_000_000)
                attempts += 1
            }
            #expect(waits == seconds)
            #expect(schedule.waits.first == 0)
        }
    }

    @Test func `are up to a fifth earlier or later`() {
        let (least, most) = (RetrySchedule.jittered(300, 0), RetrySchedule.jittered(300, 120_000_000))
        #expect(least == 240_000_000 && most == 360_000_000)
        var seen: Set<Int64> = []
        var random: UInt64 = 1
        for _ in 0..<1_000 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let wait = RetrySchedule.jittered(300, random)
            #expect((least...most).contains(wait))
            seen.insert(wait / 12_000_000)
        }
        #expect(seen.count >= 10)
        #expect(RetrySchedule.jittered(0, .max) == 0)
        // The minute of an overloaded shop is not shortened.
        #expect(next(answered(429), after: 1, random: 0) == .retry(at: moment(60)))
    }

    @Test func `stop for an endpoint without a success for five days and twenty attempts`() {
        let fiveDays = EndpointHealth.failingSecondsMax
        for (since, failures, step) in [
            (-fiveDays, 20, NextStep.disable(.failing)), (-fiveDays, 19, .retry(at: moment(5))),
            (-fiveDays + 1, 1_000, .retry(at: moment(5))), (-2 * fiveDays, 20, .disable(.failing)),
        ] as [(Int64, Int64, NextStep)] {
            let health = EndpointHealth(failingSince: moment(since), failures: failures)
            #expect(next(answered(500), after: 1, .production, health) == step)
            #expect(next(answered(200), after: 1, .production, health) == .delivered)
            #expect(next(.interrupted, after: 1, .production, health) == .retry(at: moment(1)))
        }
    }
}

@Suite struct `The health of an endpoint` {
    @Test func `counts failures since the last success`() {
        var health = EndpointHealth()
        health = health.after(.timedOut, at: moment(1))
        health = health.after(.answered(status: 500, retryAfterSeconds: nil), at: moment(2))
        health = health.after(.interrupted, at: moment(3))
        #expect(health == EndpointHealth(failingSince: moment(1), failures: 2))
        #expect(health.after(.answered(status: 204, retryAfterSeconds: nil), at: moment(4)) == EndpointHealth())
    }

    @Test func `is hopeless only after both bounds`() {
        var health = EndpointHealth()
        for attempt in 0..<20 { health = health.after(.unreachable, at: moment(Int64(attempt) * 60)) }
        #expect(!health.isHopeless(at: moment(EndpointHealth.failingSecondsMax - 1)))
        #expect(health.isHopeless(at: moment(EndpointHealth.failingSecondsMax)))
        #expect(!EndpointHealth().isHopeless(at: moment(EndpointHealth.failingSecondsMax)))
    }
}

@Suite struct `Retry-After` {
    @Test func `is seconds or a date`() throws {
        let now = try #require(Timestamp(rfc3339: Array("2026-11-30T12:00:00Z".utf8)[...]))
        for (value, seconds) in [
            ("0", 0), ("120", 120), (" 7 ", 7), ("Mon, 30 Nov 2026 12:00:10 GMT", 10),
            ("Tue, 01 Dec 2026 12:00:00 GMT", 86_400), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
            ("", nil), ("-1", nil), ("1.5", nil), ("soon", nil), ("99999999999999999999", .max),
            ("Mon, 30 Nov 2026 12:00:10 CET", nil), ("Mon, 31 Nov 2026 12:00:10 GMT", nil),
            ("Mon, 30-Nov-2026 12:00:10 GMT", nil), ("Mon, 30 nov 2026 12:00:10 GMT", nil),
            ("Monday, 30-Nov-26 12:00:10 GMT", nil), ("Mon Nov 30 12:00:10 2026", nil),
        ] as [(String, Int64?)] {
            #expect(RetryAfter.seconds(value.utf8, at: now) == seconds, "\(value)")
        }
    }
}
