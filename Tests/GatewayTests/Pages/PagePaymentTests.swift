import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Pages

/// The steps of a payment, by the page and by the admin API, which acts as the customer.
@Suite struct `Payment on a page and over the API` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    /// A step: a form of the page, or a call of the API.
    enum Step: Sendable {
        case page(String)
        case api(String)
    }

    /// The earlier steps of a session, and its status after each step that may be tried next.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let past: [Step]
        let next: [(step: Step, answer: Int, status: Status)]

        init(_ name: String, _ past: [Step], complete: (Int, Status), fail: (Int, Status), confirm: (Int, Status)) {
            testDescription = name
            self.past = past
            next = [
                (.api("complete"), complete.0, complete.1), (.api("fail"), fail.0, fail.1),
                (.page("action=confirm"), confirm.0, confirm.1),
            ]
        }
    }

    private static let secure = Step.page(PageStage.secure)

    static let rows = [
        Row("open", [], complete: (200, .completed), fail: (200, .open), confirm: (303, .open)),
        Row("declined", [.api("fail")], complete: (200, .completed), fail: (200, .open), confirm: (303, .open)),
        Row("waiting", [secure], complete: (200, .completed), fail: (200, .processing), confirm: (303, .completed)),
        Row(
            "refused on the page", [secure, .page("action=fail")], complete: (200, .completed),
            fail: (200, .processing), confirm: (303, .processing)),
        Row(
            "failed over the API", [secure, .api("fail")], complete: (200, .completed), fail: (200, .processing),
            confirm: (303, .processing)),
        Row(
            "replaced by a card that is declined", [secure, .page(PageStage.declined)], complete: (200, .completed),
            fail: (200, .processing), confirm: (303, .processing)),
        Row(
            "begun anew", [secure, .api("fail"), secure], complete: (200, .completed), fail: (200, .processing),
            confirm: (303, .completed)),
        Row(
            "paid", [.page(PageStage.paid)], complete: (409, .completed), fail: (409, .completed),
            confirm: (303, .completed)),
        Row(
            "cancelled", [.api("cancel")], complete: (409, .cancelled), fail: (409, .cancelled),
            confirm: (303, .cancelled)),
    ]

    @Test(arguments: rows) func `has one result for each step after each past`(_ row: Row) async throws {
        for (index, (step, answer, status)) in row.next.enumerated() {
            let number = Int64(index + 1)
            let path = try await stage.duro()
            for past in row.past { _ = try await take(past, path, number) }
            #expect(try await take(step, path, number).status == answer, "\(step)")
            #expect(try stage.status(number) == status, "\(step)")
            if status == .completed { #expect(try lastPaymentIsTaken(number), "\(step)") }
        }
    }

    @Test func `has one name for the same decline`() async throws {
        let path = try await stage.duro()
        _ = try await take(.page(PageStage.declined), path, 1)
        _ = try await take(.api("fail"), path, 1)
        let details = try events(1).filter { $0.kind == .paymentFailed }.map { $0.detail }
        #expect(details == Array(repeating: TestCard.Decline.declined.detail, count: 2))
    }

    @Test func `is either confirmed or refused, and the first step wins`() async throws {
        for number in 1...40 as ClosedRange<Int64> {
            let path = try await stage.duro()
            _ = try await take(Self.secure, path, number)
            let steps = [Step.page("action=confirm"), .page("action=fail"), .api("fail"), .page("action=confirm")]
            let answers = try await withThrowingTaskGroup(of: (Int, Response).self) { group in
                for (index, step) in steps.enumerated() {
                    group.addTask { (index, try await take(step, path, number)) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let isPaid = try stage.status(number) == .completed
            #expect(isPaid == (try events(number).last?.kind == .completed))
            #expect(try events(number).contains { $0.kind == .paymentFailed } == !isPaid)
            for index in [0, 3] {
                #expect(answers[index]?.location?.hasPrefix("https://shop.example/ok") == isPaid)
            }
            #expect(answers[1]?.status == 402 || answers[1]?.status == 303)
            if isPaid { #expect(answers[1]?.status == 303) }
            #expect(answers[2]?.status == (isPaid ? 409 : 200))
        }
    }

    private func take(_ step: Step, _ path: String, _ number: Int64) async throws -> Response {
        switch step {
        case .page(let body): try await stage.submit(path, body)
        case .api(let action):
            try await stage.gateway.send(
                "POST", "/gateway/v1/sessions/\(number)/\(action)", [Conformance.admin], body: [])
        }
    }

    private func events(_ number: Int64) throws -> [NewEvent] {
        try #require(try stage.gateway.store.reader.events(of: stage.session(number).id)).map(\.event)
    }

    private func lastPaymentIsTaken(_ number: Int64) throws -> Bool {
        try events(number).last { $0.kind.leavesPaymentWaiting != nil }?.kind != .paymentFailed
    }
}
