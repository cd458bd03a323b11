import Checkout
import TestSupport
import Testing
import Wire

/// The sweep records expired sessions, and removes old claims.
extension Scenario {
    /// Sweeps until nothing is left to do, and returns the sums.
    private static func sweep(_ trial: Trial, at now: Timestamp, lagSeconds: Int64 = 0, rowsMax: Int = 100) throws
        -> Swept
    {
        var sum = Swept()
        for _ in 0..<1_000 {
            let step = try trial.store.writer.sweep(
                at: now, lagMicroseconds: lagSeconds * 1_000_000, rowsMax: rowsMax)
            sum.expired += step.expired
            sum.claims += step.claims
            guard step.hasMore else { return sum }
        }
        Issue.record("the sweep does not end")
        return sum
    }

    static let sweeps: [Scenario] = [
        Scenario("records each expiry once, with the moment when the session's time ran out") { trial in
            for lifetime: Int64 in [1, 60, 86_400, 2_592_000] {
                let session = Samples.session(number: trial.unusedNumber(), lifetimeSeconds: lifetime)
                try trial.create([session])
                let end = try #require(session.expiresAt)
                let before = end.advanced(microseconds: -1)
                #expect(try sweep(trial, at: before).expired == 0)
                #expect(try trial.status(session) == .open)
                #expect(try sweep(trial, at: end.advanced(seconds: 1)).expired == 1)
                #expect(try trial.status(session) == .expired)
                #expect(try trial.session(session.id)?.updatedAt == end)
                let events = try trial.events(session)
                #expect(events == [events[0], NewEvent(.expired, by: .gateway, at: end)])
                #expect(try sweep(trial, at: end.advanced(seconds: 2)) == Swept())
            }
        },
        Scenario("expires a session in payment, but no session that has ended or never ends") { trial in
            let sessions = [
                Samples.session(number: 1, status: .processing), Samples.session(number: 2, status: .completed),
                Samples.session(number: 3, status: .cancelled), Samples.session(number: 4, lifetimeSeconds: nil),
            ]
            try trial.create(sessions)
            #expect(try sweep(trial, at: .last).expired == 1)
            #expect(try sessions.map { try trial.status($0) } == [.expired, .completed, .cancelled, .open])
        },
        Scenario("does not expire a session that was paid after an earlier sweep") { trial in
            let session = Samples.session(number: 1, lifetimeSeconds: 3_600)
            try trial.create([session])
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 60)).expired == 0)
            try trial.done([.pay(session.id, .attempt(.paid), at: trial.start, by: .customer)])
            #expect(try sweep(trial, at: .last).expired == 0)
            #expect(try trial.kinds(session) == [.created, .paymentAttempted, .completed])
        },
        Scenario("sweeps a limited number of rows in one step, and all rows in several") { trial in
            let sessions = (1...250).map { Samples.session(number: $0, lifetimeSeconds: $0 % 2 == 0 ? 1 : 3_600) }
            try trial.create(sessions)
            let first = try trial.store.writer.sweep(
                at: trial.start.advanced(seconds: 60), lagMicroseconds: 0, rowsMax: 10)
            #expect(first.hasMore && first.expired <= 20)
            let rest = try sweep(trial, at: trial.start.advanced(seconds: 60), rowsMax: 10)
            #expect(first.expired + rest.expired == 125)
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 7_200), rowsMax: 10).expired == 125)
            for session in sessions { #expect(try trial.status(session) == .expired) }
        },
        Scenario("expires a session that was written after a sweep, with an id older than a swept one") { trial in
            let late = Samples.session(number: 1, lifetimeSeconds: 10_000)
            try trial.create([Samples.session(number: 2, at: trial.start.advanced(seconds: 1))])
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 5_000)).expired == 1)
            try trial.create([late])
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 10_001)).expired == 1)
            #expect(try trial.status(late) == .expired)
        },
        Scenario("expires a session whose id is ahead of the clock because the clock was set back") { trial in
            var session = Samples.session(number: 1, lifetimeSeconds: 60)
            session.id = SessionID(key: session.id.key + 86_400_000 << SessionID.countBits, tail: 1)
            try trial.create([session])
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 61)).expired == 1)
        },
        Scenario("continues the sweep after it was closed and opened again") { trial in
            let sessions = (1...30).map { Samples.session(number: $0, lifetimeSeconds: 3_600) }
            try trial.create(sessions)
            _ = try trial.store.writer.sweep(at: trial.start.advanced(seconds: 60), lagMicroseconds: 0, rowsMax: 10)
            try trial.reopen()
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 7_200), rowsMax: 10).expired == 30)
        },
        Scenario("removes each claim after a day, not earlier") { trial in
            func isKept(_ digest: UInt8, at now: Timestamp) throws -> Bool {
                try trial.find(.claim(digest: Samples.digest(digest), at: now)).claim != nil
            }
            for index: Int64 in 0..<3 {
                let claim = IdempotencyClaim(
                    digest: Samples.digest(UInt8(index)), fingerprint: Samples.digest(1),
                    answer: KeptAnswer(status: 201, contentType: nil, body: []),
                    madeAt: trial.start.advanced(seconds: index * 3_600))
                try trial.done([.createOnce(Samples.session(number: index + 1, lifetimeSeconds: nil), claim)])
            }
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 23 * 3_600)).claims == 0)
            let day = trial.start.advanced(seconds: 86_400)
            #expect(try sweep(trial, at: day).claims == 1)
            // The claim is removed, so a query for an earlier moment does not find it either.
            #expect(try !isKept(0, at: trial.start))
            #expect(try isKept(1, at: day))
            #expect(try sweep(trial, at: day.advanced(seconds: 7_200), rowsMax: 1).claims == 2)
        },
        Scenario("removes old claims that follow a claim whose moment is ahead of the clock") { trial in
            for (index, ahead) in ([864_000, 0, 0] as [Int64]).enumerated() {
                let claim = IdempotencyClaim(
                    digest: Samples.digest(UInt8(index)), fingerprint: Samples.digest(1),
                    answer: KeptAnswer(status: 201, contentType: nil, body: []),
                    madeAt: trial.start.advanced(seconds: ahead))
                try trial.done([.createOnce(Samples.session(number: Int64(index + 1)), claim)])
            }
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 86_400)).claims == 2)
            #expect(try sweep(trial, at: trial.start.advanced(seconds: 2 * 864_000)).claims == 1)
        },
        Scenario("sweeps while requests write") { trial in
            let sessions = (1...200).map { Samples.session(number: $0, lifetimeSeconds: 1) }
            let (store, now) = (trial.store, trial.start.advanced(seconds: 60))
            var expired = 0
            var receipts: [Awaited] = []
            for session in sessions {
                let receipt = Awaited()
                #expect(store.enqueue(.create(session), receipt))
                store.flush()
                receipts.append(receipt)
                expired += try store.writer.sweep(at: now, lagMicroseconds: 0, rowsMax: 10).expired
            }
            for receipt in receipts { #expect(try receipt.result().isDone) }
            expired += try sweep(trial, at: now).expired
            #expect(expired == sessions.count)
            store.writer.maintain()
            #expect(store.stopReason == nil)
        },
    ]
}
