import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Command
@testable import Gateway

/// `sessions list`: the filters of the API, and a table or objects.
@Suite struct `A list of sessions` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func list(_ arguments: [String], isJSON: Bool = false) throws -> [String] {
        var invocation = try gateway.invocation(["sessions", "list"] + arguments)
        let options = try SessionListOptions(&invocation)
        try invocation.finish(words: 2)
        return try gateway.stored { reader in
            try SessionsCommand.lines(options, reader, at: gateway.clock.now, isJSON: isJSON)
        }.get()
    }

    private func make(_ body: String) async throws -> String {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body)
        return try #require(made.member("id")?.string)
    }

    @Test(arguments: [
        (500_000, "NGN", "NGN 5,000.00"), (5, "USD", "USD 0.05"), (5_000, "JPY", "JPY 5,000"), (1, "KWD", "KWD 0.001"),
    ])
    func `shows the provider's id and the amount in the major unit, in columns`(
        _ amount: Int, _ currency: String, _ text: String
    ) async throws {
        let id = try await make(#"{"amount":\#(amount),"currency":"\#(currency)"}"#)
        _ = try await gateway.post("/api/v1/billing/checkout", [Conformance.billing], "{}")
        let lines = try list([])
        #expect(lines.count == 3)
        let columns = ["PROVIDER", "ID", "STATUS", "AMOUNT", "EXPIRES", "ACCOUNT"].map { name in
            lines[0].split(separator: " \(name)", maxSplits: 1)[0].count + 1
        }
        for line in lines {
            for column in columns { #expect(Array(line)[column] != " " && Array(line)[column - 1] == " ", "\(line)") }
        }
        let row = lines[2].split(separator: "  ", omittingEmptySubsequences: true).map { $0.drop { $0 == " " } }
        #expect(row.count == 7)
        #expect(row[1...4].map { String($0) } == ["duro", id, "open", text])
        for moment in [row[0], row[5]] { #expect(Timestamp(rfc3339: Array(moment.utf8)[...]) != nil) }
    }

    @Test(arguments: [
        (["--provider", "duro"], 2), (["--provider", "dollr"], 0), (["--status", "open"], 2),
        (["--status", "expired"], 0),
        (["--mode", "payment"], 2), (["--mode", "setup"], 0), (["--customer", "ada@shop.example"], 1),
        (["--metadata", "order=A=1 &é"], 1), (["--metadata", "order=A=1 &é", "--metadata", "n=2"], 1),
        (["--metadata", "order=A=1 &é", "--metadata", "n=3"], 0), (["--created-from", "2000-01-01T00:00:00Z"], 2),
        (["--created-to", "2000-01-01T00:00:00Z"], 0), (["--limit", "1"], 1),
        (["--metadata", "m=\u{301}", "--metadata", "\u{E9}=1", "--metadata", "e\u{301}=2"], 1),
    ])
    func `is filtered as the API filters`(_ options: [String], _ count: Int) async throws {
        let metadata = #"{"order":"A=1 &é","n":2,"m":"\u0301","\u00e9":1,"e\u0301":2}"#
        _ = try await make(#"{"amount":1,"customerEmail":"ada@shop.example","metadata":\#(metadata)}"#)
        _ = try await make(#"{"amount":2}"#)
        #expect(try list(options).count == 1 + count)
        #expect(try list(options, isJSON: true).count == count)
    }

    @Test(arguments: [
        (["--status", "bogus"], "--status has to be one of"), (["--mode", "x"], "--mode has to be one of"),
        (["--created-from", "yesterday"], "--created-from has to be"),
        (["--metadata", "order"], "--metadata has to be"),
        (["--metadata", "=1"], "--metadata has to be"), (["--limit", "0"], "--limit has to be 1 to 1000"),
        (["--limit", "1001"], "--limit has to be"), (["--account", "nobody"], "no account \"nobody\""),
        (["--cursor", "x"], "--cursor is no option of `sessions list`"),
    ])
    func `refuses a filter without a meaning`(_ options: [String], _ sentence: String) {
        #expect {
            _ = try list(options)
        } throws: { error in
            (error as? Refusal).map { $0.code == .usage && $0.sentence.contains(sentence) } ?? false
        }
    }

    @Test func `is one object a line, with any white space in a caller's JSON`() async throws {
        let id = try await make("{\"amount\":1,\n\"metadata\":{\n\r\n\"a\":\n1}}")
        let lines = try list([], isJSON: true)
        #expect(lines.count == 1)
        let document = JSONDocument(utf8: Array(lines[0].utf8))
        #expect(document.root?.member("provider")?.string == "duro")
        #expect(!lines[0].contains("\n") && !lines[0].contains("page_url"), "\(id)")
    }
}
