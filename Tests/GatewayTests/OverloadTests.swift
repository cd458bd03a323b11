import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

@Suite struct `Overload` {
    @Test func `is answered at once in the provider's shape when the queue of writes is full`() async throws {
        let gateway = try InMemoryGateway(flags: ["pending_writes_max": "1"])
        gateway.holdAnswers()
        async let first = gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":1}"#)
        // The first write is being committed when the queue is empty and its row is there.
        try await eventually { try gateway.store.reader.session(number: 1) != nil }
        async let second = gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":2}"#)
        try await eventually { gateway.counted.acceptedWrites == 2 }

        for sample in SampleCall.all {
            let answer = try await gateway.post(sample.path, sample.credential, sample.body)
            #expect(answer.status == 503, "\(sample.name)")
            #expect(answer.field("Retry-After") == "1")
            #expect(JSONDocument(utf8: answer.body).fault == nil)
            #expect(answer.contentType == "application/json")
        }
        // Reads go on, and accepted writes are kept.
        #expect(try await gateway.send("GET", "/v1/checkout/sessions/x", [Conformance.duro]).status == 404)
        gateway.releaseAnswers()
        #expect(try await first.status == 201)
        #expect(try await second.status == 201)
        #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":3}"#).status == 201)
    }

    @Test func `tells no expiry before the writes that may end the session in another way`() async throws {
        let gateway = try InMemoryGateway(flags: ["pending_writes_max": "1"])
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":1}"#)
        let path = "/v1/checkout/sessions/\(try #require(made.member("id")?.string))"
        gateway.holdAnswers()
        async let second = gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":2}"#)
        try await eventually { try gateway.store.reader.session(number: 2) != nil }
        async let third = gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":3}"#)
        try await eventually { gateway.counted.acceptedWrites == 3 }

        gateway.clock.advance(seconds: 24 * 3_600)
        let refused = try await gateway.send("GET", path, [Conformance.duro])
        #expect(refused.status == 503)
        #expect(refused.field("Retry-After") == "1")
        gateway.releaseAnswers()
        _ = try await (second, third)
        // The expiry is told and written as soon as a call asks again and the queue has room.
        let told = try await gateway.send("GET", path, [Conformance.duro])
        #expect(told.member("status")?.string == "expired")
        gateway.clock.advance(seconds: -24 * 3_600)
        #expect(try await gateway.send("GET", path, [Conformance.duro]).text == told.text)
        #expect(try gateway.stored { try $0.session(number: 1) }?.status == .expired)
    }

    @Test func `of connections has an answer that says when to come again`() throws {
        let answer = try InMemoryGateway().application.refuseConnection(from: InMemoryGateway.peer)
        #expect(answer.status == 503)
        #expect(answer.field("Retry-After") == "1")
        #expect(answer.contentType == "application/problem+json")
        #expect(answer.field("X-Request-Id")?.hasPrefix("req_") == true)
    }
}
