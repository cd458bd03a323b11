import Checkout
import Providers
import Testing
import Wire

@Suite struct `Dollr session` {

    private func call(_ body: String, _ catalogue: Catalogue = Catalogue(), version: String = "v1") -> Call {
        Call(
            request: ProviderStage.request("POST", "/v1/sessions/checkout", [], Array(body.utf8)),
            parameters: [Array(version.utf8)], document: JSONDocument(Array(body.utf8), grammar: .python),
            caller: Caller(account: AccountID(1), isLive: false, access: .write, identifier: nil),
            catalogue: catalogue, lifetimeSeconds: 60, now: ProviderStage.now, digest: { _ in ProviderStage.digest },
            asciiHost: ProviderStage.asciiHost)
    }

    private func rendered(_ session: CheckoutSession, at now: Timestamp = ProviderStage.now) -> String {
        let response = Dollr().render(session, for: .create, at: now, ProviderStage.links)
        #expect(response.status == 200)
        #expect(response.contentType == "application/json")
        return String(decoding: response.body, as: UTF8.self)
    }

    @Test func `has the draft of its request`() throws {
        let body = #"{"source_id":" 0_12.0 ","source_type":"ORDER","more":[1]}"#
        let draft = try Dollr().read(call(body))
        #expect(draft.mode == .payment)
        #expect(draft.items == Items(CheckoutSession.Item(kind: "source", reference: "12")))
        #expect(draft.amount == nil && draft.currency == nil && draft.metadata == nil)
        #expect(draft.lifetimeSeconds == 60)
        #expect(draft.fields.text.bytes == Array(body.utf8))
    }

    @Test func `takes amount and currency over from the catalogue`() throws {
        var catalogue = Catalogue()
        let entry = Catalogue.Entry(reference: "12", amount: 1_500, currency: Currency(stored: "NGN"))
        #expect(catalogue.add(entry, to: "dollr.source") == true)
        let draft = try Dollr().read(call(#"{"source_id":12,"source_type":"ORDER"}"#, catalogue))
        #expect(draft.amount == 1_500)
        #expect(draft.currency == Currency(stored: "NGN"))
    }

    @Test func `is refused if the catalogue does not have its source`() throws {
        var catalogue = Catalogue()
        #expect(catalogue.add(Catalogue.Entry(reference: "12"), to: "dollr.source") == true)
        let error = #expect(throws: Failure.self) {
            _ = try Dollr().read(call(#"{"source_id":13,"source_type":"ORDER"}"#, catalogue))
        }
        #expect(error?.kind == .unknownReference)
        // A broken rule in the body is reported before the catalogue is asked.
        let invalid = #expect(throws: Failure.self) { _ = try Dollr().read(call(#"{"source_id":13}"#, catalogue)) }
        #expect(invalid?.kind == .invalid)
    }

    @Test(arguments: [
        (#"{"source_id":1,"source_type":"\ud800"}"#, "v1", ["source_type"]),
        (#"{"source_id":"a","source_type":"\ud800"}"#, "v1", ["source_id"]),
        (#"{"source_type":"\ud800"}"#, "v1", ["source_id"]),
        (#"{"source_id":1,"source_type":"\ud800"}"#, "v2", ["version"]),
        (#"{"source_id":null,"source_type":7}"#, "v2", ["version", "source_id", "source_type"]),
    ])
    func `is refused for a lone surrogate if nothing else is wrong`(
        _ body: String, _ version: String, _ names: [String]
    ) throws {
        let error = #expect(throws: Failure.self) { _ = try Dollr().read(call(body, version: version)) }
        guard case .invalid(let issues) = error else { throw CancellationError() }
        #expect(issues.map(\.path.last) == names.map(PathStep.member))
    }

    @Test func `is rendered with the contract's eight members`() throws {
        let draft = try Dollr().read(call(#"{"source_type":"a\u0000\u00e9","source_id":"1_0"}"#))
        let expected =
            #"{"id":7,"payment_account_id":null,"source_id":10,"source_type":"a\u0000é","status":"ACTIVE","#
            + #""expires_at":"2026-06-23T10:01:00.123456Z","created_at":"2026-06-23T10:00:00.123456Z","#
            + #""updated_at":"2026-06-23T10:00:00.123456Z"}"#
        #expect(rendered(ProviderStage.session(draft, of: Dollr.name)) == expected)
    }

    @Test(arguments: [
        (Status.open, "ACTIVE"), (.processing, "PROCESSING"), (.completed, "COMPLETED"), (.expired, "EXPIRED"),
        (.cancelled, "CANCELED"),
    ])
    func `has Dollr's word for its status`(_ status: Status, _ word: String) throws {
        var session = ProviderStage.session(
            try Dollr().read(call(#"{"source_id":1,"source_type":""}"#)), of: Dollr.name)
        session.status = status
        #expect(rendered(session).contains("\"status\":\"\(word)\""))
    }

    @Test func `is expired when its time has run out`() throws {
        let session = ProviderStage.session(
            try Dollr().read(call(#"{"source_id":1,"source_type":""}"#)), of: Dollr.name)
        let expiry = try #require(session.expiresAt)
        #expect(rendered(session, at: expiry.advanced(microseconds: -1)).contains("\"status\":\"ACTIVE\""))
        #expect(rendered(session, at: expiry).contains("\"status\":\"EXPIRED\""))
    }

    /// For another provider's session the item decides, even if its fields look like Dollr's.
    @Test(arguments: [
        (CheckoutSession.Item(kind: "plan", reference: "plan_1"), #""source_id":7,"source_type":"PLAN""#),
        (CheckoutSession.Item(kind: "price", reference: "42"), #""source_id":42,"source_type":"PRICE""#),
        (CheckoutSession.Item(kind: "price", reference: "042"), #""source_id":7,"source_type":"PRICE""#),
        (CheckoutSession.Item(kind: "price", reference: ""), #""source_id":7,"source_type":"PRICE""#),
        (nil, #""source_id":7,"source_type":"SESSION""#),
    ])
    func `of another provider is rendered by its item`(_ item: CheckoutSession.Item?, _ expected: String) {
        let fields = JSONDocument(Array(#"{"source_id":99,"source_type":"X"}"#.utf8), grammar: .python)
        var draft = Draft(mode: .setup, fields: SentFields(fields), lifetimeSeconds: nil)
        if let item { draft.items = Items(item) }
        let text = rendered(ProviderStage.session(draft, of: ProviderName("other")))
        #expect(text.contains(expected))
        // The contract has no session that never expires.
        #expect(text.contains(#""expires_at":"9999-12-31T23:59:59Z""#))
    }

    @Test func `lasts half an hour and belongs to Dollr's host`() {
        #expect(Dollr.lifetimeSeconds == 1_800)
        #expect(Dollr.hosts == ["api.heydollr.app"])
        #expect(Dollr.checks.map { "\($0)" } == ["route", "body", "caller", "access"])
    }
}
