import Checkout
import Providers
import Testing
import Wire

@Suite struct `Duro's refusal of a body` {
    @Test(arguments: [
        (#"{"amount":-5}"#, "amount must be a positive integer", "amount", "expected positive integer"),
        (#"{"amount":0}"#, "amount must be a positive integer", "amount", "expected positive integer"),
        (#"{"amount":-1e400}"#, "amount must be a positive integer", "amount", "expected positive integer"),
        (#"{"amount":"5"}"#, "amount must be a positive integer", "amount", "expected positive integer"),
        (#"{"amount":1.5}"#, "amount must be a positive integer", "amount", "expected positive integer"),
        (
            #"{"amount":1e400}"#, "amount must be an integer from 1 to 9007199254740991", "amount",
            "expected integer from 1 to 9007199254740991"
        ),
        (
            #"{"amount":5,"currency":"NAIRA"}"#, "currency must be a currency code of three letters", "currency",
            "expected currency code of three letters"
        ),
        (
            #"{"amount":5,"customerEmail":"ada"}"#, "customerEmail must be an email address", "customerEmail",
            "expected email address"
        ),
    ])
    func `is worded as the published example`(
        _ body: String, _ message: String, _ path: String, _ issue: String
    ) throws {
        let call = Call(
            request: ProviderStage.request("POST", "/v1/checkout/sessions", [], Array(body.utf8)), parameters: [],
            document: JSONDocument(utf8: Array(body.utf8)),
            caller: Caller(account: AccountID(1), isLive: false, access: .write, identifier: nil),
            catalogue: Catalogue(), lifetimeSeconds: 60, now: ProviderStage.now, digest: { _ in ProviderStage.digest },
            asciiHost: ProviderStage.asciiHost)
        let failure = try #require(#expect(throws: Failure.self) { _ = try Duro().read(call) })
        let answer = Duro().render(failure)
        #expect(answer.status == 422)
        let expected =
            #"{"error":{"code":"validation_error","message":"\#(message)","#
            + #""details":[{"path":"\#(path)","issue":"\#(issue)"}]}}"#
        #expect(String(decoding: answer.body, as: UTF8.self) == expected)
    }
}
