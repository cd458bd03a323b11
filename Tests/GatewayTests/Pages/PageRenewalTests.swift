import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway
@testable import Pages

/// The page of a payment that is confirmed elsewhere, which renews itself.
@Suite struct `A page that waits` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    private func act(_ action: String, _ number: Int64 = 1) async throws {
        let answer = try await stage.gateway.send(
            "POST", "/gateway/v1/sessions/\(number)/\(action)", [Conformance.admin], body: [])
        #expect(answer.status == 200, "\(action)")
    }

    /// Where the page's `meta` element and its link lead, as a path; nil if the page does not renew itself.
    private func renewal(of page: Response, at path: String) throws -> String? {
        guard let refresh = page.text.firstMatch(of: /<meta http-equiv="refresh" content="5;url=([^"]*)">/) else {
            #expect(!page.text.contains("Renew it now"))
            return nil
        }
        let reference = String(refresh.1).replacing("&amp;", with: "&")
        #expect(page.text.contains("<a href=\"\(refresh.1)\">Renew it now</a>"))
        let folder = path.prefix { $0 != "?" }.split(separator: "/").dropLast()
        return folder.reduce("") { "\($0)/\($1)" } + "/" + reference
    }

    /// A page by each form of address.
    private func paths() async throws -> [String] {
        let token = try await stage.duro().dropFirst("/checkout/".count)
        let meteroid = try await stage.meteroid(#","success_url":"https://shop.example/ok""#)
        return [
            try await stage.billing(), "/checkout?token=\(token)", meteroid,
            try await stage.userdocks() + "&state=\(PageStage.state)",
        ]
    }

    @Test func `renews itself at every form of its address, until the payment has ended`() async throws {
        // The numbers of the sessions, in the order in which they are made.
        for (path, number) in zip(try await paths(), [3, 1, 2, 4] as [Int64]) {
            #expect(try renewal(of: try await stage.get(path), at: path) == nil)
            try await act("process", number)
            let first = try await stage.get(path)
            #expect(first.status == 200 && first.text.contains("Your payment is being processed"), "\(path)")
            #expect(first.text.contains("This page renews itself every 5 seconds"))
            #expect(!first.text.contains("value=\"confirm\""))
            let renewed = try #require(try renewal(of: first, at: path))
            let second = try await stage.get(renewed)
            #expect(second.status == 200, "\(renewed)")
            #expect(try renewal(of: second, at: renewed) == renewed, "its address does not grow")
            try await act("complete", number)
            let last = try await stage.get(renewed)
            #expect(last.status == 303, "\(renewed)")
            let receipt = try await stage.get(path)
            #expect(receipt.status == 200 && receipt.text.contains("Receipt number"), "who comes later stays")
            #expect(try renewal(of: receipt, at: path) == nil)
        }
    }

    @Test func `leads to the shop as it does after a payment on the page`() async throws {
        let path = try await stage.billing()
        try await act("process")
        let renewed = try #require(try renewal(of: try await stage.get(path), at: path))
        try await act("complete")
        for method in ["GET", "HEAD"] {
            let answer = try await stage.gateway.send(method, renewed)
            #expect(answer.location == "https://app.example/ok?id=\(UUIDText.encode(try stage.session().id.bits))")
        }
    }

    @Test func `leads to the page itself where no shop can be led to, and after any other end`() async throws {
        let words = [
            "complete": (200, "Payment received"), "expire": (410, "expired"), "cancel": (200, "cancelled"),
            "fail": (200, "id=\"number\""),
        ]
        for (number, (action, page)) in zip(1..., words) {
            let path = try await stage.duro(#"{"amount":5000}"#)
            try await act("process", Int64(number))
            let renewed = try #require(try renewal(of: try await stage.get(path), at: path))
            try await act(action, Int64(number))
            let answer = try await stage.get(renewed)
            #expect(answer.status == 303 && answer.location == String(path.dropFirst("/checkout/".count)), "\(action)")
            let shown = try await stage.get(path)
            #expect(shown.status == page.0 && shown.text.contains(page.1), "\(action)")
        }
    }

    @Test func `shows that it was cancelled before it leads to the shop`() async throws {
        let path = try await stage.billing()
        try await act("process")
        let renewed = try #require(try renewal(of: try await stage.get(path), at: path))
        try await act("cancel")
        #expect(try await stage.get(renewed).location == String(path.dropFirst("/checkout/".count)))
        #expect(try await stage.get(path).text.contains("href=\"https://app.example/no\""))
    }

    @Test func `leads on when its session expires by time`() async throws {
        let path = try await stage.billing()
        try await act("process")
        let renewed = try #require(try renewal(of: try await stage.get(path), at: path))
        stage.gateway.clock.advance(seconds: 24 * 3_600)
        #expect(try await stage.get(renewed).location == String(path.dropFirst("/checkout/".count)))
        #expect(try stage.session().status == .expired)
    }

    @Test func `is opened once in the timeline, however often it renews itself`() async throws {
        let path = try await stage.billing()
        try await act("process")
        let renewed = try #require(try renewal(of: try await stage.get(path), at: path))
        for _ in 0..<3 { _ = try await stage.get(renewed) }
        let events = try #require(try stage.gateway.store.reader.events(of: stage.session().id))
        #expect(events.map(\.event.kind) == [.created, .paymentAttempted, .processing, .opened])
    }

    @Test func `does not happen while the customer has something to do`() async throws {
        let path = try await stage.duro()
        _ = try await stage.submit(path, PageStage.secure)
        let step = try await stage.get(path)
        #expect(step.text.contains("value=\"confirm\""))
        #expect(try renewal(of: step, at: path) == nil)
        // The payment is replaced by one that is confirmed elsewhere.
        try await act("process")
        #expect(try renewal(of: try await stage.get(path), at: path) != nil)
        _ = try await stage.submit(path, PageStage.secure)
        #expect(try renewal(of: try await stage.get(path), at: path) == nil)
    }

    @Test func `can be cancelled`() async throws {
        let path = try await stage.billing()
        try await act("process")
        let page = try await stage.get(path)
        #expect(page.text.contains("value=\"cancel\""))
        let renewed = try #require(try renewal(of: page, at: path))
        #expect(try await stage.submit(renewed, "action=cancel").location == "https://app.example/no")
    }

    @Test func `says what is checked where nothing is paid`() async throws {
        let path = try await stage.userdocks(mode: "setup") + "&state=\(PageStage.state)"
        try await act("process")
        let page = try await stage.get(path)
        #expect(page.text.contains("<title>Your card is being checked (test mode)</title>"))
        #expect(page.text.contains("until the bank has answered"))
    }
}
