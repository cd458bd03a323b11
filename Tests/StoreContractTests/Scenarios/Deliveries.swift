import Checkout
import TestSupport
import Testing
import Wire

/// What becomes of a delivery.
extension Scenario {
    private static let later = Samples.start.advanced(seconds: 60)

    static let deliveries: [Scenario] = [
        Scenario("keeps every byte of a body, short or long, also after it was opened again") { trial in
            let endpoint = try trial.addEndpoint()
            var bodies = [Array("{}".utf8), Array(#"{"a":"ü\u0000"}"#.utf8)]
            bodies += [100, 1_023, 1_024, 70_000, 300_000].map { Samples.json(ofBytes: $0).bytes }
            let ids = try bodies.map { try trial.addDelivery(to: endpoint, body: $0) }
            try trial.reopen()
            for (id, body) in zip(ids, bodies) {
                #expect(try trial.ask(.body(delivery: id)).body == body)
                let detail = try trial.ask(.delivery(id)).delivery
                #expect(detail?.body == body && detail?.delivery.source == nil && detail?.attempts == [])
            }
            #expect(try trial.ask(.body(delivery: 99)).body == nil)
            #expect(try trial.ask(.delivery(99)).delivery == nil)
            #expect(try trial.due() == ids)
        },
        Scenario("refuses a delivery to an endpoint that does not exist") { trial in
            let new = NewDelivery(endpoint: 99, eventID: "evt", type: "ping", format: 1, body: [])
            let written = try trial.webhook(.deliver(new, at: later))
            #expect(written == .unknown)
            #expect(try trial.deliveries() == [])
        },
        Scenario("keeps every value of an attempt, and the first 16 KiB of its answer") { trial in
            let endpoint = try trial.addEndpoint()
            let id = try trial.addDelivery(to: endpoint)
            let long = [UInt8](repeating: 4, count: AttemptRecord.answerBytesMax + 1)
            let attempts = [
                AttemptRecord(
                    number: 1, at: later, durationMicroseconds: 0, outcome: .failed(phase: 7, "no address")),
                AttemptRecord(
                    number: 2, at: later, durationMicroseconds: 15_000_000, outcome: .answered(status: 500),
                    address: "::1", fields: "A: b\r\nC: d\r\n", answer: long),
                AttemptRecord(
                    number: 3, at: later, durationMicroseconds: 9, outcome: .answered(status: 200), address: "",
                    fields: "", answer: [0, 255], isTruncated: true),
            ]
            #expect(attempts[1].answer.count == AttemptRecord.answerBytesMax && attempts[1].isTruncated)
            let due = later.advanced(seconds: 5)
            let next: [AttemptResult.Next] = [.retry(at: due), .retry(at: due), .delivered]
            for (attempt, next) in zip(attempts, next) {
                #expect(try trial.webhook(.record(AttemptResult(delivery: id, attempt, next: next))) == .done)
            }
            try trial.reopen()
            let detail = try #require(try trial.ask(.delivery(id)).delivery)
            #expect(detail.attempts == attempts)
            #expect(detail.delivery.attempts == 3 && detail.delivery.state == .delivered)
            #expect(detail.delivery.dueAt == nil)
        },
        Scenario("takes the result of the next attempt only, and changes nothing by another one") { trial in
            let endpoint = try trial.addEndpoint()
            let id = try trial.addDelivery(to: endpoint)
            for number: Int64 in [0, 2, -1, .max] {
                #expect(try trial.record(number, of: id, .delivered) == .stale)
            }
            #expect(try trial.record(1, of: id, .retry(at: later)) == .done)
            let before = try trial.ask(.delivery(id)).delivery
            let health = try trial.ask(.endpoint(endpoint.id)).endpoint
            #expect(try trial.record(1, of: id, .delivered, disables: .gone) == .stale)
            #expect(try trial.record(1, of: 99, .delivered) == .unknown)
            #expect(try trial.ask(.delivery(id)).delivery == before)
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == health)
            #expect(try trial.record(2, of: id, .failed, at: later) == .done)
            #expect(try trial.state(id) == .failed)
        },
        Scenario("has what is due in order, and says when more is") { trial in
            let endpoints = try (0..<2).map { _ in try trial.addEndpoint() }
            let seconds: [Int64] = [30, 10, 20, 40, 0]
            let ids = try seconds.enumerated().map { index, seconds in
                try trial.addDelivery(to: endpoints[index % 2], at: trial.start.advanced(seconds: seconds))
            }
            func page(_ seconds: Int64, limit: Int = 9) throws -> DuePage {
                let found = try trial.ask(.due(at: trial.start.advanced(seconds: seconds), limit: limit))
                return found.due
            }
            #expect(try page(-1) == DuePage([], next: trial.start))
            #expect(try page(20).deliveries.map(\.delivery.id) == [ids[4], ids[1], ids[2]])
            #expect(try page(20).next == trial.start.advanced(seconds: 30))
            #expect(try page(40).deliveries.map(\.delivery.id) == [4, 1, 2, 0, 3].map { ids[$0] })
            #expect(try page(40).next == nil)
            #expect(try page(40, limit: 1).deliveries.map(\.delivery.id) == [ids[4], ids[1]])
            let besides = try trial.ask(.due(at: trial.start, limit: 9, besides: [endpoints[0].id])).due
            #expect(besides == DuePage([], next: trial.start.advanced(seconds: 10)))
            #expect(try trial.record(1, of: ids[4], .retry(at: later)) == .done)
            try trial.reopen()
            #expect(try page(59).deliveries.map(\.delivery.id) == [1, 2, 0, 3].map { ids[$0] })
            #expect(try page(59).next == later)
            #expect(try trial.due(at: later).last == ids[4])
        },
        Scenario("has what would be due much later, because the clock was set back") { trial in
            let id = try trial.addDelivery(to: try trial.addEndpoint(), at: later)
            let wait = DeliveryRecord.waitMicrosecondsMax
            #expect(try trial.due(at: later.advanced(microseconds: -wait + 1)) == [])
            #expect(try trial.due(at: later.advanced(microseconds: -wait)) == [id])
        },
        Scenario("says that an earlier delivery of the session to the endpoint is pending") { trial in
            for _ in 0..<2 { _ = try trial.addEndpoint(["opened"]) }
            let (session, other) = (try trial.addSession(), try trial.addSession())
            for id in [session.id, session.id, other.id] {
                try trial.done([.note(id, .opened, at: trial.start, by: .customer)])
            }
            func follows() throws -> [Bool] {
                try trial.ask(.due(at: trial.start, limit: 9)).due.deliveries.map(\.followsPending)
            }
            let ids = try trial.due()
            #expect(try follows() == [false, false, true, true, false, false])
            #expect(try trial.record(1, of: ids[0], .delivered) == .done)
            #expect(try follows() == [false, false, true, false, false])
        },
        Scenario("makes a delivery in any state pending again, with its id, its body and its attempts") { trial in
            let endpoint = try trial.addEndpoint(["created"])
            _ = try trial.addSession()
            let made = try #require(try trial.deliveries().first)
            let body = try trial.ask(.body(delivery: made.id)).body
            let ends: [AttemptResult.Next] = [.delivered, .failed, .retry(at: later)]
            for (number, end) in ends.enumerated() {
                let now = trial.start.advanced(seconds: Int64(number + 1))
                #expect(try trial.record(Int64(number + 1), of: made.id, end) == .done)
                #expect(try trial.webhook(.resend(made.id, account: made.account, at: now)) == .done)
                let detail = try #require(try trial.ask(.delivery(made.id)).delivery)
                #expect(detail.delivery.state == .pending && detail.delivery.dueAt == now)
                #expect(detail.delivery.eventID == made.eventID && detail.body == body)
                #expect(detail.attempts.count == number + 1)
                #expect(try trial.due(at: now) == [made.id])
            }
            _ = try trial.webhook(.disableEndpoint(endpoint.id, account: nil, .requested, at: later))
            #expect(try trial.state(made.id) == .skipped)
            #expect(try trial.webhook(.resend(made.id, account: nil, at: later)) == .done)
            #expect(try trial.due(at: later) == [made.id])
        },
        Scenario("keeps the moment of a resend that came during an attempt that failed") { trial in
            let ends: [(AttemptResult.Next, DeliveryState, Timestamp?)] = [
                (.retry(at: later), .pending, trial.start.advanced(seconds: 2)),
                (.failed, .pending, trial.start.advanced(seconds: 2)), (.delivered, .delivered, nil),
            ]
            for (end, state, due) in ends {
                let id = try trial.addDelivery(to: try trial.addEndpoint())
                // The attempt began at the start, and the resend came two seconds later.
                let resend = WebhookWrite.resend(id, account: nil, at: trial.start.advanced(seconds: 2))
                #expect(try trial.webhook(resend) == .done)
                #expect(try trial.record(1, of: id, end) == .done)
                let delivery = try #require(try trial.ask(.delivery(id)).delivery).delivery
                #expect(delivery.state == state && delivery.dueAt == due)
            }
        },
        Scenario("skips what is pending when an endpoint is disabled, and leaves it skipped when enabled") { trial in
            let endpoint = try trial.addEndpoint()
            let other = try trial.addDelivery(to: try trial.addEndpoint())
            let ids = try (0..<3).map { _ in try trial.addDelivery(to: endpoint) }
            #expect(try trial.record(1, of: ids[0], .delivered) == .done)
            _ = try trial.webhook(.disableEndpoint(endpoint.id, account: nil, .requested, at: later))
            #expect(try ids.map { try trial.state($0) } == [.delivered, .skipped, .skipped])
            _ = try trial.webhook(.enableEndpoint(endpoint.id, account: nil))
            #expect(try trial.deliveries(DeliveryFilter(state: .skipped)).map(\.id) == [ids[1], ids[2]])
            #expect(try trial.due(at: .last) == [other])
            // An attempt that began before tells the truth when it succeeds, and begins nothing new when it fails.
            #expect(try trial.record(1, of: ids[1], .delivered) == .done)
            #expect(try trial.record(1, of: ids[2], .retry(at: later)) == .done)
            #expect(try ids.map { try trial.state($0) } == [.delivered, .delivered, .skipped])
            #expect(try trial.due(at: .last) == [other])
        },
        Scenario("disables an endpoint with the attempt that decides it, and skips its deliveries") { trial in
            let endpoint = try trial.addEndpoint()
            let ids = try (0..<2).map { _ in try trial.addDelivery(to: endpoint) }
            #expect(try trial.record(1, of: ids[0], .retry(at: later), disables: .gone) == .done)
            let disabled = try trial.ask(.endpoint(endpoint.id)).endpoint?.disabled
            #expect(disabled == WebhookEndpointRecord.Disabled(.gone, since: trial.start))
            #expect(try ids.map { try trial.state($0) } == [.skipped, .skipped])
            _ = try trial.addSession()
            #expect(try trial.deliveries().map(\.state) == [.skipped, .skipped, .skipped])
        },
        Scenario("skips the deliveries of a removed endpoint, and keeps them") { trial in
            let endpoint = try trial.addEndpoint()
            let ids = try (0..<2).map { _ in try trial.addDelivery(to: endpoint) }
            #expect(try trial.record(1, of: ids[0], .failed) == .done)
            #expect(try trial.webhook(.removeEndpoint(endpoint.id, account: endpoint.account)) == .done)
            #expect(try trial.ask(.endpoint(endpoint.id)).endpoint == nil)
            #expect(try trial.deliveries(DeliveryFilter(endpoint: endpoint.id)).map(\.state) == [.failed, .skipped])
            #expect(try trial.due(at: .last) == [])
            #expect(try trial.record(1, of: ids[1], .delivered) == .done)
            #expect(try trial.state(ids[1]) == .delivered)
        },
        Scenario("recovers what failed or was skipped since a moment, a limited number at a time") { trial in
            let endpoint = try trial.addEndpoint()
            let other = try trial.addDelivery(to: try trial.addEndpoint())
            let count = WebhookWrite.recoveredMax + 10
            let new = NewDelivery(endpoint: endpoint.id, eventID: "evt", type: "ping", format: 1, body: [])
            let writes = (0..<Int64(count)).map {
                Write.webhook(.deliver(new, at: trial.start.advanced(seconds: $0)))
            }
            for result in try trial.results(of: writes) { _ = try result.get() }
            let ids = try trial.deliveries(DeliveryFilter(endpoint: endpoint.id)).map(\.id)
            #expect(try trial.record(1, of: ids[5], .delivered) == .done)
            #expect(try trial.record(1, of: ids[6], .failed) == .done)
            #expect(try trial.record(1, of: other, .failed) == .done)
            _ = try trial.webhook(.disableEndpoint(endpoint.id, account: nil, .requested, at: later))
            var recovered = 0
            var after: Int64? = 0
            var steps = 0
            while let position = after, steps < 10 {
                steps += 1
                let write = WebhookWrite.recover(
                    endpoint.id, account: nil, since: trial.start.advanced(seconds: 3), after: position, at: later)
                guard case .recovered(let count, let next) = try trial.webhook(write) else { break }
                #expect(count <= WebhookWrite.recoveredMax)
                recovered += count
                after = next
            }
            #expect(recovered == count - 4 && steps == 2)
            #expect(try trial.due(at: later, limit: 9).first == ids[3])
            #expect(try trial.deliveries(DeliveryFilter(state: .skipped)).map(\.id) == Array(ids[..<3]))
            #expect(try trial.state(other) == .failed)
        },
    ]
}
