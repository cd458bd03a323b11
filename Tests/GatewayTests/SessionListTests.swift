import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

@Suite struct `The list of all sessions` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func list(_ query: String) async throws -> Response {
        try await gateway.send("GET", "/gateway/v1/sessions?" + query, [Conformance.admin])
    }

    private func open(_ count: Int, _ body: String = #"{"amount":1}"#) async throws {
        for _ in 0..<count {
            #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body).status == 201)
        }
    }

    private func numbers(_ page: Response) throws -> [Int64] {
        try #require(page.member("data")).elements.compactMap {
            $0.member("number").flatMap { JSONNumber.int64($0.source) }
        }
    }

    @Test func `continues from its own cursor, with the same filter and any limit`() async throws {
        try await open(5)
        let filter = "provider=duro&metadata[a]=&customer=%41"
        let all = try #require(try await list("limit=2").member("next_cursor")?.string)
        #expect(try numbers(try await list("limit=100&cursor=\(all)")) == [3, 2, 1])
        let duro = try #require(try await list("limit=2&provider=duro").member("next_cursor")?.string)
        #expect(try numbers(try await list("cursor=\(duro)&provider=%64uro")) == [3, 2, 1])
        for other in [
            "cursor=\(duro)", "cursor=\(all)&provider=duro", "cursor=\(duro)&provider=dollr", "cursor=\(all)&\(filter)",
        ] {
            #expect(try await list(other).status == 400, "\(other)")
        }
        // After a restart, earlier cursors are valid.
        let next = try gateway.reopened()
        let page = try await next.send("GET", "/gateway/v1/sessions?cursor=\(all)", [Conformance.admin])
        #expect(try numbers(page) == [3, 2, 1])
    }

    @Test func `refuses a cursor with a changed character, or one that is cut off`() async throws {
        try await open(3)
        let cursor = try #require(try await list("limit=1").member("next_cursor")?.string)
        #expect(cursor.utf8.count == 33)
        var forged = [
            "", "0", String(cursor.dropLast()), String(cursor.dropFirst()), cursor + "0", String(cursor.prefix(11)),
            String(repeating: "z", count: 33), "7n42DGM5Tfl", gateway.links.token(for: try session(1)).text,
        ]
        for place in 0..<33 {
            var bytes = Array(cursor.utf8)
            bytes[place] = bytes[place] == 0x30 ? 0x31 : 0x30
            forged.append(String(decoding: bytes, as: UTF8.self))
        }
        for text in forged {
            let answer = try await list("cursor=" + text)
            #expect(answer.status == 400, "\(text)")
            #expect(answer.member("detail")?.string?.contains("next_cursor") == true)
        }
    }

    private func session(_ number: Int64) throws -> CheckoutSession {
        try #require(try gateway.store.reader.session(number: number))
    }

    @Test func `says that there is more to search if few sessions pass`() async throws {
        try await open(1, #"{"amount":1,"customerEmail":"a@b.example"}"#)
        gateway.clock.advance(seconds: 1)
        let stage = StoreStage(gateway)
        var many: [Write] = []
        for _ in 0..<SQLiteReader.examinedRowsMax + 10 { many.append(.create(stage.session())) }
        _ = try gateway.store.writer.write(many).get()
        let first = try await list("customer=a@b.example")
        #expect(try numbers(first).isEmpty)
        let searched = try #require(first.member("searched_to").flatMap { JSONNumber.int64($0.source) })
        #expect(searched > 1)
        let cursor = try #require(first.member("next_cursor")?.string)
        let second = try await list("customer=a@b.example&cursor=" + cursor)
        #expect(try numbers(second) == [1])
        #expect(second.member("next_cursor")?.isNull == true)
        #expect(second.member("searched_to")?.isNull == true)
        // A full page has no `searched_to`.
        let full = try await list("limit=2")
        #expect(full.member("next_cursor")?.string != nil)
        #expect(full.member("searched_to")?.isNull == true)
    }

    @Test func `accepts the number of an account and its name`() async throws {
        try await open(1)
        let shown = try await list("limit=1")
        let sessions = try #require(shown.member("data")).elements
        let session = try #require(sessions.first { _ in true })
        let number = String(decoding: try #require(session.member("account")).source, as: UTF8.self)
        let accounts = try gateway.store.reader.accounts()
        let name = try #require(accounts.first { "\($0.id.value)" == number }).name
        for account in [number, name] { #expect(try numbers(try await list("account=" + account)) == [1]) }
        #expect(try await list("account=typo").member("detail")?.string?.contains("\"typo\"") == true)
    }

    @Test(
        arguments: [
            ("1", 1), ("shop", 1), ("2", nil), ("3", 3), ("9", 3), ("é", 4), ("e\u{301}", nil), ("Shop", nil),
            ("01", nil), ("", nil),
        ] as [(String, Int64?)])
    func `finds an account by number or name, and refuses a text that is both`(_ text: String, _ number: Int64?) {
        let accounts = [(1, "shop"), (2, "other"), (3, "9"), (4, "é"), (5, "2")].map {
            Account(id: AccountID($0.0), name: $0.1)
        }
        let found = Result { () throws(AccountReference.Fault) in
            try AccountReference.account(text, among: accounts).id.value
        }
        let fault: AccountReference.Fault =
            text == "2" ? .ambiguous(numbered: accounts[1], named: accounts[4]) : .unknown(text)
        #expect(found == (number.map { .success($0) } ?? .failure(fault)))
        guard text == "2" else { return }
        #expect(fault.description.contains("\"other\" for") && fault.description.contains("5 for"))
    }
}
