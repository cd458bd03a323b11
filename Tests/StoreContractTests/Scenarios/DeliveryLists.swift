import Checkout
import TestSupport
import Testing
import Wire

/// Deliveries are listed, counted and, after 30 days, removed.
extension Scenario {
    private static let day: Int64 = 86_400

    static let deliveryLists: [Scenario] = [
        Scenario("lists deliveries by every filter, in pages of any length") { trial in
            let endpoints = [try trial.addEndpoint(["opened", "cancelled"]), try trial.addEndpoint(account: "other")]
            let sessions = [
                try trial.addSession(), try trial.addSession(account: "other"), try trial.addSession(),
            ]
            for (index, session) in sessions.enumerated() {
                let now = trial.start.advanced(seconds: Int64(index))
                try trial.done([
                    .note(session.id, .opened, at: now, by: .customer),
                    .move(session.id, account: nil, to: .cancelled, at: now.advanced(seconds: 10)),
                ])
            }
            let all = try trial.deliveries()
            #expect(all.count == 7 && all.map(\.id) == all.map(\.id).sorted())
            #expect(try trial.record(1, of: all[2].id, .failed, at: trial.start.advanced(seconds: 20)) == .done)
            let states = try trial.deliveries()
            let filters = [
                DeliveryFilter(), DeliveryFilter(account: sessions[0].account),
                DeliveryFilter(endpoint: endpoints[1].id), DeliveryFilter(session: sessions[0].id),
                DeliveryFilter(session: SessionID(key: sessions[0].id.key, tail: 1)), DeliveryFilter(state: .failed),
                DeliveryFilter(state: .pending), DeliveryFilter(type: "opened"), DeliveryFilter(type: "none"),
                DeliveryFilter(from: trial.start.advanced(seconds: 2)),
                DeliveryFilter(to: trial.start.advanced(seconds: 2)),
                DeliveryFilter(
                    account: sessions[0].account, endpoint: endpoints[0].id, session: sessions[2].id, state: .pending,
                    type: "cancelled", from: trial.start.advanced(seconds: 12),
                    to: trial.start.advanced(seconds: 13)),
            ]
            let counts = [7, 4, 3, 2, 0, 1, 6, 3, 0, 4, 3, 1]
            for (filter, count) in zip(filters, counts) {
                let expected = states.filter(filter.selects)
                #expect(expected.count == count, "\(filter)")
                for length in [1, 2, 7, 100] {
                    #expect(try trial.deliveries(filter, pageLength: length) == expected, "\(filter) \(length)")
                }
            }
        },
        Scenario("ends a page early rather than examine all deliveries, and finds the rest later") { trial in
            let endpoint = try trial.addEndpoint()
            let ids = try (0..<2).map { _ in try trial.addDelivery(to: endpoint) }
            let many = NewDelivery(endpoint: endpoint.id, eventID: "evt", type: "many", format: 1, body: [])
            for _ in 0..<4 {
                let writes = Array(repeating: Write.webhook(.deliver(many, at: trial.start)), count: 1_000)
                for result in try trial.results(of: writes) { _ = try result.get() }
            }
            let first = try trial.ask(.deliveries(DeliveryFilter(type: "ping"), limit: 10)).deliveries
            #expect(first.deliveries == [] && first.next != nil)
            #expect(try trial.deliveries(DeliveryFilter(type: "ping")).map(\.id) == ids)
        },
        Scenario("tells the newest deliveries of a session with the ends of their attempts, oldest first") { trial in
            let endpoint = try trial.addEndpoint(["opened"])
            let sessions = [try trial.addSession(), try trial.addSession()]
            for session in sessions + sessions + sessions {
                try trial.done([.note(session.id, .opened, at: trial.start, by: .customer)])
            }
            let all = try trial.deliveries(DeliveryFilter(session: sessions[0].id))
            #expect(all.count == 3)
            let answered = AttemptRecord(
                number: 1, at: trial.start, durationMicroseconds: 7, outcome: .answered(status: 200),
                address: "192.0.2.1", fields: "a: b", answer: [1, 2])
            #expect(
                try trial.webhook(.record(AttemptResult(delivery: all[2].id, answered, next: .delivered))) == .done)
            let told = try trial.ask(.told(sessions[0].id, limit: 2)).told
            #expect(told.map(\.delivery.id) == all.dropFirst().map(\.id))
            #expect(told.map(\.delivery.state) == [.pending, .delivered])
            let end = AttemptRecord(
                number: 1, at: trial.start, durationMicroseconds: 7, outcome: .answered(status: 200),
                address: "192.0.2.1")
            #expect(told.map(\.attempts) == [[], [end]])
            #expect(try trial.ask(.told(SessionID(key: 1, tail: 1), limit: 2)).told == [])
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint?.health.lastSuccessAt == trial.start)
        },
        Scenario("removes deliveries that have ended after 30 days, a limited number in one step") { trial in
            let endpoint = try trial.addEndpoint()
            let pending = try trial.addDelivery(to: try trial.addEndpoint())
            let ids = try (0..<25).map { index in
                try trial.addDelivery(to: endpoint, at: trial.start.advanced(seconds: Int64(index) * day))
            }
            #expect(try trial.record(1, of: ids[0], .delivered) == .done)
            #expect(try trial.record(1, of: ids[1], .failed) == .done)
            _ = try trial.webhook(.disableEndpoint(endpoint.id, account: nil, .requested, at: trial.start))
            func sweep(_ days: Int64, rowsMax: Int = 100) throws -> Swept {
                let now = trial.start.advanced(seconds: days * day)
                return try trial.store.writer.sweep(at: now, lagMicroseconds: 0, rowsMax: rowsMax)
            }
            let before = trial.start.advanced(seconds: 30 * day - 1)
            #expect(try trial.store.writer.sweep(at: before, lagMicroseconds: 0, rowsMax: 100) == Swept())
            #expect(try sweep(31).deliveries == 2)
            for id in ids[..<2] {
                #expect(try trial.ask(.delivery(id)).delivery == nil)
                #expect(try trial.ask(.body(delivery: id)).body == nil)
            }
            let step = try sweep(54, rowsMax: 10)
            #expect(step.deliveries == 10 && step.hasMore)
            #expect(try sweep(54, rowsMax: 10).deliveries == 10)
            #expect(try sweep(54, rowsMax: 10).deliveries == 3)
            #expect(try trial.deliveries().map(\.id) == [pending])
            #expect(try trial.due() == [pending])
            #expect(try trial.record(1, of: pending, .delivered) == .done)
            #expect(try sweep(54, rowsMax: 10).deliveries == 1)
            #expect(try trial.record(1, of: ids[2], .delivered) == .unknown)
            #expect(try !(ids + [pending]).contains(trial.addDelivery(to: endpoint)))
        },
        Scenario("removes old deliveries that follow one whose moment is ahead of the clock") { trial in
            let endpoint = try trial.addEndpoint()
            let ahead = try trial.addDelivery(to: endpoint, at: trial.start.advanced(seconds: 400 * day))
            let old = try trial.addDelivery(to: endpoint)
            for id in [ahead, old] { #expect(try trial.record(1, of: id, .failed) == .done) }
            let now = trial.start.advanced(seconds: 30 * day)
            #expect(try trial.store.writer.sweep(at: now, lagMicroseconds: 0, rowsMax: 10).deliveries == 1)
            #expect(try trial.deliveries().map(\.id) == [ahead])
        },
        Scenario("keeps a body until the last of its deliveries is removed") { trial in
            for _ in 0..<2 { _ = try trial.addEndpoint(["created"]) }
            _ = try trial.addSession()
            let ids = try trial.deliveries().map(\.id)
            for id in ids { #expect(try trial.record(1, of: id, .failed) == .done) }
            let now = trial.start.advanced(seconds: 30 * day)
            #expect(try trial.store.writer.sweep(at: now, lagMicroseconds: 0, rowsMax: 1).deliveries == 1)
            #expect(try trial.ask(.body(delivery: ids[0])).body == nil)
            #expect(try trial.ask(.body(delivery: ids[1])).body != nil)
        },
    ]
}
