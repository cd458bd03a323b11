import Testing
import Wire

@testable import Checkout

@Suite struct `Lifecycle` {
    @Test(arguments: Status.allCases, Status.allCases)
    func `allows these steps and no other`(_ from: Status, _ to: Status) {
        let allowed: Set<[Status]> = [
            [.open, .processing], [.open, .completed], [.open, .expired], [.open, .cancelled],
            [.processing, .completed], [.processing, .expired], [.processing, .cancelled],
        ]
        #expect(from.mayBecome(to) == allowed.contains([from, to]))
    }

    @Test func `ends a session when its time runs out, and not a microsecond before`() {
        let made = Timestamp(seconds: 1_000)
        let draft = Draft(mode: .payment, fields: SentFields(stored: []), lifetimeSeconds: 60)
        var session = CheckoutSession(
            id: SessionID(key: 1, tail: 1), number: 1, provider: ProviderName("duro"), account: AccountID(1),
            isLive: false, status: .open, draft: draft, createdAt: made)
        #expect(session.status(at: made.advanced(microseconds: 59_999_999)) == .open)
        #expect(session.status(at: made.advanced(microseconds: 60_000_000)) == .expired)
        session.status = .completed
        #expect(session.status(at: made.advanced(microseconds: 60_000_000)) == .completed)
    }

    @Test func `never ends a session without a lifetime`() {
        let draft = Draft(mode: .payment, fields: SentFields(stored: []), lifetimeSeconds: nil)
        let session = CheckoutSession(
            id: SessionID(key: 1, tail: 1), number: 1, provider: ProviderName("duro"), account: AccountID(1),
            isLive: false, status: .processing, draft: draft, createdAt: Timestamp(seconds: 0))
        #expect(session.status(at: Timestamp(microseconds: .max)) == .processing)
    }
}
