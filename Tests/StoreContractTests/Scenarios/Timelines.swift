import Checkout
import TestSupport
import Testing
import Wire

/// The timeline of a session has its events in order, from its creation on.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 1)

    static let timelines: [Scenario] = [
        Scenario("begins a timeline with the creation, and numbers the events") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            try trial.done([
                .note(session.id, .opened, at: later, by: .customer),
                .move(session.id, account: nil, to: .cancelled, at: later, by: .admin, detail: JSONText { _ in }),
            ])
            let timeline = try #require(try trial.find(.timeline(session.id)).timeline)
            #expect(timeline.map(\.sequence) == [0, 1, 2])
            #expect(
                timeline.map(\.event) == [
                    NewEvent(.created, by: .account, at: trial.start),
                    NewEvent(.opened, by: .customer, at: later),
                    NewEvent(.cancelled, by: .admin, at: later, detail: JSONText { _ in }),
                ])
        },
        Scenario("has no timeline for an unknown session") { trial in
            let found = try trial.find(.timeline(SessionID(key: 1, tail: 1)))
            #expect(found.timeline == nil)
        },
        Scenario("never decreases the times of a timeline, even if the clock goes back") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            let times: [Int64] = [5, -10, 3, 7]
            try trial.done(
                times.map { .note(session.id, .opened, at: trial.start.advanced(seconds: $0), by: .customer) })
            let offsets = try trial.events(session).map { ($0.at.microseconds - trial.start.microseconds) / 1_000_000 }
            #expect(offsets == [0, 5, 5, 5, 7])
        },
        Scenario("records no opening of a page after the session has ended") { trial in
            let paid = Samples.session(number: 1, lifetimeSeconds: nil)
            let expired = Samples.session(number: 2, lifetimeSeconds: 1)
            try trial.create([paid, expired])
            try trial.done([
                .pay(paid.id, .attempt(.paid), at: later, by: .customer),
                .note(paid.id, .opened, at: later, by: .customer), .note(expired.id, .opened, at: later, by: .customer),
            ])
            #expect(try trial.kinds(paid) == [.created, .paymentAttempted, .completed])
            #expect(try trial.kinds(expired) == [.created])
        },
        Scenario("omits a note if the timeline is long, and still reports success") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            let count = Int(SessionEvent.notesMax)
            let note = Write.note(session.id, .replayed, at: later, by: .account)
            try trial.done(Array(repeating: note, count: count + 5))
            #expect(try trial.kinds(session).count == 1 + count)
            try trial.done([.move(session.id, account: nil, to: .completed, at: later)])
            #expect(try trial.kinds(session).last == .completed)
        },
    ]
}
