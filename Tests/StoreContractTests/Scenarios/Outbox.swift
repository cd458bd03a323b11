import Checkout
import Synchronization
import TestSupport
import Testing
import Wire

/// An event and its deliveries are one commit.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 60)

    /// Expects the deliveries of a session to be those of all events in its timeline, with the session's status after
    /// each event.
    private static func expectAll(
        _ session: CheckoutSession, _ statuses: [String], _ trial: Trial,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let timeline = try #require(try trial.find(.timeline(session.id)).timeline, sourceLocation: sourceLocation)
        let deliveries = try trial.deliveries(DeliveryFilter(session: session.id))
        #expect(
            deliveries.compactMap(\.source).map(\.sequence) == timeline.map(\.sequence), sourceLocation: sourceLocation)
        #expect(deliveries.map(\.type) == timeline.map { "\($0.event.kind.word)" }, sourceLocation: sourceLocation)
        #expect(deliveries.map(\.eventID) == timeline.map { SampleOutbox.eventID(session.id, $0.sequence) })
        #expect(deliveries.allSatisfy { $0.state == .pending && $0.attempts == 0 && $0.dueAt == $0.createdAt })
        var before = "open"
        for ((delivery, event), status) in zip(zip(deliveries, timeline), statuses) {
            let body = String(decoding: try trial.ask(.body(delivery: delivery.id)).body ?? [], as: UTF8.self)
            #expect(body.contains(#""kind":"\#(event.event.kind.word)""#), sourceLocation: sourceLocation)
            #expect(body.contains(#""at":\#(event.event.at.microseconds),"#), sourceLocation: sourceLocation)
            #expect(
                body.contains(#""before":"\#(before)","status":"\#(status)""#), "\(body)",
                sourceLocation: sourceLocation)
            before = status
        }
        #expect(deliveries.count == statuses.count, sourceLocation: sourceLocation)
    }

    static let outbox: [Scenario] = [
        Scenario("writes a delivery for each event of a session, whatever write causes it") { trial in
            _ = try trial.addEndpoint()
            let account = try trial.account().value
            func made(_ writes: (SessionID) -> [Write]) throws -> CheckoutSession {
                let session = Samples.session(number: trial.unusedNumber(), account: account)
                try trial.done([.create(session)] + writes(session.id))
                return session
            }
            let refused = JSONText { $0.member("code", "declined") }
            let moved = try made { [.move($0, account: nil, to: .cancelled, at: later)] }
            try expectAll(moved, ["open", "cancelled"], trial)
            let paid = try made {
                [.note($0, .opened, at: later, by: .customer), .pay($0, .attempt(.paid), at: later, by: .customer)]
            }
            try expectAll(paid, ["open", "open", "open", "completed"], trial)
            let failed = try made { [.pay($0, .attempt(.refusedByBank(detail: refused)), at: later, by: .customer)] }
            try expectAll(failed, ["open", "open", "processing", "processing"], trial)
            let confirmed = try made {
                [
                    .pay($0, .attempt(.needsConfirmation), at: later, by: .customer),
                    .pay($0, .confirm, at: later, by: .sandbox),
                ]
            }
            try expectAll(confirmed, ["open", "open", "processing", "completed"], trial)
            let told = try made { [.expire([$0])] }
            try expectAll(told, ["open", "expired"], trial)
            let late = try made { _ in [] }
            let end = try #require(late.expiresAt)
            let written = try trial.write(.move(late.id, account: nil, to: .completed, at: end))
            #expect(written.wrongStatus == .expired)
            try expectAll(late, ["open", "expired"], trial)
        },
        Scenario("writes the deliveries of a session under a key once, and of its repetition") { trial in
            _ = try trial.addEndpoint()
            let session = Samples.session(number: 1, account: try trial.account().value)
            let claim = IdempotencyClaim(
                digest: Samples.digest(1), fingerprint: Samples.digest(2),
                answer: KeptAnswer(status: 201, contentType: nil, body: []), madeAt: trial.start)
            _ = try trial.results(of: [.createOnce(session, claim), .createOnce(Samples.session(number: 2), claim)])
            try expectAll(session, ["open", "open"], trial)
            #expect(try trial.deliveries().map(\.type) == ["created", "replayed"])
        },
        Scenario("writes the deliveries of an expiry that the sweep records, found by either way") { trial in
            _ = try trial.addEndpoint(["expired"])
            let short = try trial.addSession(lifetimeSeconds: 60)
            let long = try trial.addSession(lifetimeSeconds: 7_200)
            for seconds: Int64 in [61, 7_201] {
                let now = trial.start.advanced(seconds: seconds)
                #expect(try trial.store.writer.sweep(at: now, lagMicroseconds: 0, rowsMax: 10).expired == 1)
            }
            let deliveries = try trial.deliveries()
            #expect(deliveries.map(\.source?.session) == [short.id, long.id])
            #expect(deliveries.map(\.dueAt) == [short.expiresAt, long.expiresAt])
            #expect(deliveries.map(\.account) == [short.account, long.account])
        },
        Scenario("writes no delivery for an event that is not written") { trial in
            _ = try trial.addEndpoint(["opened", "completed"])
            let session = try trial.addSession()
            let note = Write.note(session.id, .opened, at: later, by: .customer)
            try trial.done(Array(repeating: note, count: Int(SessionEvent.notesMax) + 5))
            try trial.done([.move(session.id, account: nil, to: .cancelled, at: later)])
            _ = try trial.write(.move(session.id, account: nil, to: .completed, at: later))
            let other = SessionID(key: session.id.key, tail: session.id.tail + 1)
            _ = try trial.write(.pay(other, .attempt(.paid), at: later, by: .customer))
            #expect(try trial.deliveries().count == Int(SessionEvent.notesMax))
        },
        Scenario("writes no delivery without an endpoint of the account that wants the event") { trial in
            let mine = try trial.addEndpoint(["completed"])
            let session = try trial.addSession()
            let foreign = try trial.addSession(account: "other")
            for id in [session.id, foreign.id] {
                try trial.done([
                    .note(id, .opened, at: later, by: .customer),
                    .move(id, account: nil, to: .completed, at: later),
                ])
            }
            let deliveries = try trial.deliveries()
            #expect(deliveries.map(\.endpoint) == [mine.id])
            #expect(deliveries.map(\.source?.session) == [session.id])
        },
        Scenario("compares each event with the endpoints at its place in the order of writes") { trial in
            let account = try trial.account()
            let endpoint = try trial.addEndpoint(["created"])
            func session() -> CheckoutSession {
                Samples.session(number: trial.unusedNumber(), account: account.value)
            }
            let sessions = (0..<6).map { _ in session() }
            let none = WebhookSettings(url: "u", format: 1, types: [])
            let results = try trial.results(of: [
                .create(sessions[0]), .webhook(.disableEndpoint(endpoint.id, account: nil, .requested, at: later)),
                .create(sessions[1]), .webhook(.enableEndpoint(endpoint.id, account: nil)),
                .create(sessions[2]), .webhook(.changeEndpoint(endpoint.id, account: nil, none)),
                .create(sessions[3]), .webhook(.changeEndpoint(endpoint.id, account: nil, endpoint.settings)),
                .create(sessions[4]), .webhook(.removeEndpoint(endpoint.id, account: nil)),
                .create(sessions[5]),
            ])
            for result in results { _ = try result.get() }
            let deliveries = try trial.deliveries()
            #expect(deliveries.map(\.source?.session) == [0, 1, 2, 4].map { sessions[$0].id })
            // The first was pending when the endpoint was disabled, and the others until it was removed.
            #expect(deliveries.allSatisfy { $0.state == .skipped })
        },
        Scenario("knows the endpoints after it was closed and opened again") { trial in
            let endpoint = try trial.addEndpoint()
            let disabled = try trial.addEndpoint()
            _ = try trial.webhook(.disableEndpoint(disabled.id, account: nil, .requested, at: later))
            try trial.reopen()
            _ = try trial.addSession()
            let deliveries = try trial.deliveries()
            #expect(deliveries.map(\.endpoint) == [endpoint.id, disabled.id])
            #expect(deliveries.map(\.state) == [.pending, .skipped])
        },
        Scenario("keeps an event for a disabled endpoint as skipped, until it is sent again") { trial in
            let endpoint = try trial.addEndpoint()
            _ = try trial.webhook(.disableEndpoint(endpoint.id, account: nil, .gone, at: later))
            let session = try trial.addSession()
            let skipped = try trial.deliveries()
            #expect(skipped.map(\.state) == [.skipped])
            #expect(skipped.map(\.dueAt) == [nil] && skipped.map(\.attempts) == [0])
            #expect(try trial.due(at: .last) == [])
            _ = try trial.webhook(.enableEndpoint(endpoint.id, account: nil))
            #expect(try trial.due(at: .last) == [])
            try trial.done([.move(session.id, account: nil, to: .completed, at: later)])
            #expect(try trial.deliveries().map(\.state) == [.skipped, .pending])
            let written = try trial.webhook(
                .recover(endpoint.id, account: nil, since: trial.start, after: 0, at: later))
            #expect(written == .recovered(1, next: nil))
            let all = try trial.deliveries()
            #expect(all.map(\.state) == [.pending, .pending])
            #expect(try trial.due(at: later) == all.map(\.id))
            #expect(try all.map { try trial.ask(.body(delivery: $0.id)).body != nil } == [true, true])
        },
        Scenario("writes deliveries also for a command") { trial in
            _ = try trial.addEndpoint()
            let session = try trial.addSession()
            trial.store.close()
            let writer = try trial.engine.write(creates: false, outbox: SampleOutbox(), migrating: { _ in })
            let move = Write.move(session.id, account: nil, to: .completed, at: later, by: .admin)
            _ = try writer.write([move]).get()[0].get()
            writer.close()
            try trial.reopen()
            try expectAll(session, ["open", "completed"], trial)
        },
        Scenario("hands over the kinds that the outbox observes, also without endpoints") { trial in
            let session = try trial.addSession()
            trial.store.close()
            let seen = Mutex<[String]>([])
            let outbox = SampleOutbox(observed: [EventKinds(.completed), EventKinds(.created)]) { event, session in
                seen.withLock { seen in
                    seen.append("\(event.event.event.kind.word) \(event.event.sequence) \(event.before)")
                    #expect(session?.id == event.session)
                }
            }
            let writer = try trial.engine.write(creates: false, outbox: outbox, migrating: { _ in })
            let made = Samples.session(number: trial.unusedNumber(), account: session.account.value)
            let writes: [Write] = [
                .create(made), .note(made.id, .opened, at: later, by: .customer),
                .move(session.id, account: nil, to: .completed, at: later, by: .admin),
                .move(made.id, account: nil, to: .cancelled, at: later, by: .admin),
            ]
            for result in try writer.write(writes).get() { _ = try result.get() }
            writer.close()
            #expect(seen.withLock(\.self) == ["created 0 open", "completed 1 open"])
            try trial.reopen()
            #expect(try trial.deliveries().isEmpty)
        },
        Scenario("keeps the messages of an event apart by format and ordinal") { trial in
            let formats = [1, SampleOutbox.pairFormat, 1, 3]
            let endpoints = try formats.map { try trial.addEndpoint(["created"], format: $0) }
            let session = try trial.addSession()
            let event = SessionEvent(sequence: 0, NewEvent(.created, by: .account, at: trial.start))
            let deliveries = try trial.deliveries()
            #expect(deliveries.map(\.endpoint) == [0, 1, 1, 2, 3].map { endpoints[$0].id })
            #expect(deliveries.map(\.ordinal) == [0, 0, 1, 0, 0])
            for delivery in deliveries {
                let body = SampleOutbox.body(
                    of: event, .open, session, format: delivery.format, ordinal: delivery.ordinal)
                #expect(try trial.ask(.body(delivery: delivery.id)).body == body)
                #expect(delivery.eventID == SampleOutbox.eventID(session.id, 0, delivery.ordinal))
            }
        },
        Scenario("makes an event due now, even if its timeline is ahead of the clock") { trial in
            _ = try trial.addEndpoint(["opened", "cancelled"])
            let session = try trial.addSession()
            try trial.done([
                .note(session.id, .opened, at: later, by: .customer),
                .move(session.id, account: nil, to: .cancelled, at: trial.start),
            ])
            #expect(try trial.events(session).map(\.at) == [trial.start, later, later])
            #expect(try trial.due().count == 1)
            #expect(try trial.deliveries().map(\.dueAt) == [later, trial.start])
        },
    ]
}
