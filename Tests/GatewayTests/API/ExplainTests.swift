import Checkout
import SQLiteStorage
import Testing
import Wire

/// The API tells how a request would be answered, and does not carry it out.
@Suite struct `An explained request`: AdminSuite {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test func `explains a request and stores nothing`() async throws {
        let accepted = try await post(
            "explain", #"{"provider":"duro","path":"/v1/checkout/sessions","body":{"amount":5e3,"currency":"usd"}}"#)
        #expect(accepted.status == 200)
        #expect(accepted.member("outcome")?.string == "accepted")
        #expect(accepted.member("draft", "amount").map { JSONNumber.int64($0.source) } == 5_000)
        #expect(accepted.member("draft", "currency")?.string == "USD")
        #expect(accepted.member("answer", "status").map { JSONNumber.int64($0.source) } == 201)
        #expect(accepted.member("answer", "body", "status")?.string == "pending")
        let refused = try await post(
            "explain",
            #"{"provider":"duro","path":"/duro/v1/checkout/sessions","headers":{"X-A":"b"},"body":{"amount":"1"}}"#)
        #expect(refused.member("outcome")?.string == "refused")
        #expect(refused.member("failure", "kind")?.string == "invalid")
        #expect(refused.member("failure", "why")?.string == "One rule is broken: see issues.")
        #expect(refused.member("answer", "status").map { JSONNumber.int64($0.source) } == 422)
        #expect(refused.member("answer", "body", "error", "code")?.string == "validation_error")
        #expect(try gateway.store.reader.greatestKeyAndNumber() == (0, 0))
    }

    @Test(arguments: SampleCall.all)
    func `explains with the answer that the request would get`(_ sample: SampleCall) async throws {
        let headers = sample.credential.map { #""\#($0.replacing(": ", with: #"":""#))""# }.joined(separator: ",")
        let request =
            #"{"provider":"\#(sample.name)","path":"\#(sample.path)","headers":{\#(headers)},"body":\#(sample.body)}"#
        let explained = try await post("explain", request)
        #expect(explained.member("outcome")?.string == "accepted", "\(explained.text)")
        let answer = try await gateway.post(sample.path, sample.credential, sample.body)
        let status = explained.member("answer", "status").map { JSONNumber.int64($0.source) }
        #expect(status == Int64(answer.status))
        let shown = try #require(explained.member("answer", "body"))
        let text = String(decoding: shown.source, as: UTF8.self)
        #expect(
            JSONDocument(utf8: Array(shown.source)).nodes.map(\.kind)
                == JSONDocument(utf8: answer.body).nodes.map(\.kind),
            "\(text)")
        // The answer shows no real session: neither the page nor the id exists.
        if let start = text.firstRange(of: "https://pay.example/checkout")?.upperBound {
            let rest = text[start...].prefix { $0 != "\"" }
            #expect([403, 404].contains(try await gateway.send("GET", "/checkout\(rest)").status), "\(rest)")
        } else {
            #expect(!answer.text.contains("https://pay.example/checkout"))
        }
        #expect(try gateway.store.reader.greatestKeyAndNumber().number == 1)
    }

    @Test(arguments: [
        (#"{"provider":"duro","path":"/nowhere","body":{}}"#, "unknownRoute"),
        (#"{"provider":"duro","path":"/v1/checkout/sessions","method":"PUT"}"#, "methodNotAllowed"),
        (
            #"{"provider":"duro","path":"/v1/checkout/sessions","body":"{","headers":{"content-type":"application/json"}}"#,
            "malformedBody"
        ),
        (#"{"provider":"duro","path":"/v1/checkout/sessions","body":"{}"}"#, "unsupportedMediaType"),
        (
            #"{"provider":"duro","path":"/v1/checkout/sessions","headers":{"Authorization":"Bearer x"},"body":{}}"#,
            "unauthenticated"
        ),
        // Meteroid does not tell unknown callers which paths exist; a request without a credential counts as a known
        // caller's.
        (#"{"provider":"meteroid","path":"/api/nowhere","headers":{"Authorization":"Bearer x"}}"#, "unauthenticated"),
        (#"{"provider":"meteroid","path":"/api/nowhere"}"#, "unknownRoute"),
        (#"{"provider":"duro","path":"/v1/checkout/sessions","body":{"planId":"x"}}"#, "unknownReference"),
        (#"{"provider":"dollr","path":"/v1/sessions/checkout","body":{"source_id":"x"}}"#, "invalid"),
        (#"{"provider":"meteroid","path":"/api/v1/checkout-sessions","method":"GET"}"#, "unknownRoute"),
        (
            #"{"provider":"billing","path":"/api/v1/billing/checkout","body":{},"headers":{"Idempotency-Key":"a b"}}"#,
            "invalidIdempotencyKey"
        ),
    ])
    func `names the rule that would refuse a request`(_ body: String, _ kind: String) async throws {
        let answer = try await post("explain", body)
        #expect(answer.status == 200)
        #expect(answer.member("failure", "kind")?.string == kind, "\(answer.text)")
        #expect(answer.member("failure", "why")?.string?.hasSuffix(".") == true, "\(answer.text)")
        #expect(answer.member("answer", "body")?.kind == .object)
    }

    @Test(arguments: [
        (#""""#, "The body is empty, and has to be JSON."),
        (#""{""#, "The body is not JSON: a member's name in double quotes is missing at byte 1."),
        (#""[1 2]""#, "The body is not JSON: an array goes on without a comma, or does not end, at byte 3."),
        (#""{\"a\":\"""#, "The body is not JSON: a string begins that has no end at byte 5."),
    ])
    func `says why a body is not JSON`(_ body: String, _ why: String) async throws {
        let headers = #"{"content-type":"application/json"}"#
        let answer = try await post(
            "explain",
            #"{"provider":"duro","path":"/v1/checkout/sessions","headers":\#(headers),"body":\#(body)}"#)
        #expect(answer.member("failure", "why")?.string == why, "\(answer.text)")
    }

    @Test(arguments: [
        #"{}"#, #"{"provider":"acme","path":"/"}"#, #"{"provider":"duro"}"#, #"{"provider":"duro","path":"v1"}"#,
        #"{"provider":"duro","path":"/a b"}"#, #"{"provider":"duro","path":"/","method":"A B"}"#,
        #"{"provider":"duro","path":"/","headers":{"a":"b\r\nc: d"}}"#, #"{"provider":"duro","path":"/","headers":[]}"#,
        #"{"provider":"duro","path":"/","headers":{"a\r\n\r\n":"b"}}"#, #"{"provider":"duro","path":"/","x":1}"#,
    ])
    func `refuses to explain a body that is not a request`(_ body: String) async throws {
        #expect(try await post("explain", body).status == 400, "\(body)")
    }
}
