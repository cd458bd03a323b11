import Checkout
import TestSupport
import Testing
import Wire

/// All calls under one idempotency key make one session and get one answer.
extension Scenario {
    private static func claim(
        _ digest: UInt8, body: UInt8 = 1, answer: UInt8 = 1, at moment: Timestamp = Samples.start
    ) -> IdempotencyClaim {
        IdempotencyClaim(
            digest: Samples.digest(digest), fingerprint: Samples.digest(body),
            answer: KeptAnswer(status: 201, contentType: "application/json", body: [answer, 0, 0xFF]), madeAt: moment)
    }

    static let claims: [Scenario] = [
        Scenario("keeps a claim with the session of its call") { trial in
            let (session, claim) = (Samples.session(number: 1), claim(1))
            #expect(try trial.find(.claim(digest: claim.digest, at: trial.start)).claim == nil)
            try trial.done([.createOnce(session, claim)])
            #expect(try trial.session(session.id).differences(from: session) == [])
            let kept = try trial.find(.claim(digest: claim.digest, at: trial.start)).claim
            #expect(kept == KeptClaim(claim, session: session.id))
        },
        Scenario("keeps an answer without a content type and without a body") { trial in
            let answer = KeptAnswer(status: 204, contentType: nil, body: [])
            let claim = IdempotencyClaim(
                digest: Samples.digest(1), fingerprint: Samples.digest(2), answer: answer, madeAt: trial.start)
            try trial.done([.createOnce(Samples.session(number: 1), claim)])
            #expect(try trial.find(.claim(digest: Samples.digest(1), at: trial.start)).claim?.claim == claim)
        },
        Scenario("answers a repeated call with the first answer, makes no session and records the repetition") {
            trial in
            let (first, second) = (Samples.session(number: 1), Samples.session(number: 2))
            try trial.done([.createOnce(first, claim(1, answer: 1))])
            let later = trial.start.advanced(seconds: 5)
            let written = try trial.write(.createOnce(second, claim(1, answer: 2, at: later)))
            guard case .replayed(let answer) = written else {
                Issue.record("\(written)")
                return
            }
            #expect(answer == claim(1, answer: 1).answer)
            #expect(try trial.session(second.id) == nil)
            #expect(try trial.kinds(first) == [.created, .replayed])
        },
        Scenario("refuses another body under the same key, and makes no session") { trial in
            let (first, second) = (Samples.session(number: 1), Samples.session(number: 2))
            try trial.done([.createOnce(first, claim(1, body: 1))])
            guard case .keyConflict = try trial.write(.createOnce(second, claim(1, body: 2))) else {
                Issue.record("another body was accepted")
                return
            }
            #expect(try trial.session(second.id) == nil)
            #expect(try trial.kinds(first) == [.created])
        },
        Scenario("makes one session for many calls under one key, in one commit or in several") { trial in
            let results = try trial.concurrentResults(rounds: 20, flushing: { $0 % 3 == 0 }) { caller, round in
                .createOnce(Samples.session(number: Int64(caller * 100 + round + 1)), claim(UInt8(round)))
            }.map { try $0.get() }
            let made = results.filter { if case .done = $0 { true } else { false } }
            let replayed = results.filter { if case .replayed = $0 { true } else { false } }
            #expect((made.count, replayed.count) == (20, 60))
            #expect(try trial.numbers().count == 20)
        },
        Scenario("ignores a claim after a day, and accepts its key again") { trial in
            let (first, second) = (Samples.session(number: 1), Samples.session(number: 2))
            try trial.done([.createOnce(first, claim(1, body: 1))])
            let end = trial.start.advanced(microseconds: IdempotencyClaim.retentionMicroseconds)
            let before = end.advanced(microseconds: -1)
            #expect(try trial.find(.claim(digest: claim(1).digest, at: before)).claim != nil)
            #expect(try trial.find(.claim(digest: claim(1).digest, at: end)).claim == nil)
            let again = claim(1, body: 2, at: end)
            try trial.done([.createOnce(second, again)])
            #expect(try trial.find(.claim(digest: again.digest, at: end)).claim == KeptClaim(again, session: second.id))
        },
        Scenario("keeps a claim whose moment is ahead of the clock") { trial in
            try trial.done([.createOnce(Samples.session(number: 1), claim(1))])
            let earlier = trial.start.advanced(seconds: -86_400)
            #expect(try trial.find(.claim(digest: claim(1).digest, at: earlier)).claim != nil)
        },
        Scenario("stores no claim for a refused session") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            #expect(try trial.results(of: [.createOnce(session, claim(1))])[0].failure != nil)
            #expect(try trial.find(.claim(digest: claim(1).digest, at: trial.start)).claim == nil)
        },
    ]
}
