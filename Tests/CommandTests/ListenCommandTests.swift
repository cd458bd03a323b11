import Checkout
import Glibc
import Outbound
import Providers
import Testing
import Webhooks
import Wire

@testable import Command
@testable import Gateway

@Suite struct `Listening to a gateway` {
    private let event = #"""
        {"number":4,"id":"evt_0356iSzJPT1yVESXFidWyG","type":"checkout.session.completed",
        "body":"{\"data\":{\"session\":{\"id\":\"s-1\"}},\"x\":\"ä\"}"}
        """#

    private func heard(_ text: String) throws -> HeardEvent? {
        HeardEvent(try #require(JSONDocument(utf8: Array(text.utf8)).root))
    }

    @Test func `keeps the exact body, and finds the session in both formats`() throws {
        let heard = try #require(try heard(event))
        #expect(String(decoding: heard.body, as: UTF8.self) == #"{"data":{"session":{"id":"s-1"}},"x":"ä"}"#)
        #expect(heard.session == "s-1")
        let stripe = #"{"id":"evt_1","type":"t","body":"{\"data\":{\"object\":{\"id\":\"cs_1\"}}}"}"#
        #expect(try self.heard(stripe)?.session == "cs_1")
        #expect(try self.heard(#"{"id":"evt_1","type":"t","body":"{}"}"#)?.session == nil)
        #expect(try self.heard(#"{"id":"evt_1","type":"t"}"#) == nil)
    }

    @Test func `says on one line what happened and what became of it`() throws {
        let heard = try #require(try heard(event))
        let now = Timestamp(microseconds: 1_790_000_000_123_456)
        let lines = HeardEventLines(isJSON: false)
        let start = "2026-09-21T14:13:20.123Z  checkout.session.completed                 s-1  \(heard.id)"
        #expect(lines.line(heard, .none, at: now) == start)
        #expect(lines.line(heard, .answered(status: 204, milliseconds: 3), at: now) == "\(start)  204 in 3 ms")
        #expect(lines.line(heard, .failed("too late"), at: now) == "\(start)  not forwarded: too late")
        let json = HeardEventLines(isJSON: true)
        for (outcome, forward) in [
            (.none, "null"), (.answered(status: 204, milliseconds: 3), #"{"status":204,"ms":3}"#),
            (.failed("too late"), #"{"failure":"too late"}"#),
        ] as [(ForwardOutcome, String)] {
            #expect(
                json.line(heard, outcome, at: now) == #"""
                    {"at":"2026-09-21T14:13:20.123Z","id":"evt_0356iSzJPT1yVESXFidWyG","type":"checkout.session.completed",\#
                    "session":"s-1","body":"{\"data\":{\"session\":{\"id\":\"s-1\"}},\"x\":\"ä\"}","forward":\#(forward)}
                    """#)
        }
    }

    @Test func `signs what it forwards with both kinds of headers`() throws {
        let heard = try #require(try heard(event))
        let shop = FakeGateway { _ in (202, "") }
        defer { shop.stop() }
        let room = Room(.trusted)
        defer { room.close(drain: .zero) }
        let secret = EventForwarder.secret(for: "gw_admin_key")
        let now = Timestamp(microseconds: 1_790_000_000_123_456)
        let forwarder = EventForwarder(
            target: try TargetURL("http://127.0.0.1:\(shop.port)/hook"), secret: secret, room: room)
        guard case .answered(202, _) = forwarder.forward(heard, at: now) else {
            Issue.record("The event was not forwarded.")
            return
        }
        let request = try #require(shop.requests.first)
        #expect(request.line == "POST /hook")
        #expect(Array(request.body.utf8) == heard.body)
        let id = try #require(WebhookEventID(heard.id))
        for field in WebhookSignature.fields(
            of: heard.body, event: id, at: now, LiveSecrets(secret), hmac: MessageAuthenticator.code)
        {
            #expect(request.head.contains("\r\n\(field.name): \(field.value)"))
        }
        #expect(request.head.contains("\r\nwebhook-signature: v1,"))
        #expect(request.head.contains("\r\nStripe-Signature: t=1790000000,v1="))
        shop.stop()
        let gone = EventForwarder(target: try TargetURL("http://127.0.0.1:1/"), secret: secret, room: room)
        guard case .failed = gone.forward(heard, at: now) else {
            Issue.record("Nothing listens on port 1.")
            return
        }
    }

    @Test func `has the same secret at each start, and another one for another credential`() {
        #expect(EventForwarder.secret(for: "a") == EventForwarder.secret(for: "a"))
        #expect(EventForwarder.secret(for: "a") != EventForwarder.secret(for: "b"))
        #expect(WebhookSecret(EventForwarder.secret(for: "a").text) != nil)
    }

    @Test(arguments: [
        ["--forward-to", "ftp://127.0.0.1/"], ["--forward-to", "http://u@127.0.0.1/"], ["--secret", "whsec_short"],
        ["--url", "http://127.0.0.1:1"], ["--acme", "1"], ["word"],
    ])
    func `refuses what it does not understand`(_ words: [String]) throws {
        var invocation = try Invocation(["listen"] + words + ["--key", "k"].filter { _ in !words.contains("--url") })
        #expect {
            try ListenCommand.run(&invocation)
        } throws: { error in
            (error as? Refusal)?.code == .usage
        }
    }

    @Test func `tells events at once, goes on after a restart, and ends with 0`() throws {
        let program = BuiltProgram()
        let status = try program.run(
            """
            listener=
            trap 'kill -KILL $listener $server 2>/dev/null' EXIT
            until_lines() { until [ $(grep -c "$2" $1) -ge $3 ]; do kill -0 $listener || exit 1; sleep 0.02; done; }
            request() {
                key=$("$0" keys list --sandbox --database c.db | sed -n 's/^duro: //p')
                curl -fsS "http://127.0.0.1:$port/duro/v1/checkout/sessions" -H "Authorization: Bearer $key" \\
                    -H 'Content-Type: application/json' --data '{"amount":5000}' --output made || exit 2
            }
            serve
            "$0" listen --database c.db --forward-to http://127.0.0.1:$port/healthz >heard 2>said & listener=$!
            until_lines heard '^listening to' 1
            request
            until_lines heard 'checkout.session.created' 1
            stop || exit 3
            until_lines said 'Waiting for it' 1
            serve
            until_lines said 'answers again' 1
            request
            until_lines heard 'checkout.session.created' 2
            kill -TERM $listener
            wait $listener || exit 4
            stop
            """)
        #expect(status == 0, "\(program.text(of: "said"))")
        let lines = program.text(of: "heard").split(separator: "\n")
        #expect(lines.first?.hasPrefix("signing secret: whsec_") == true)
        #expect(lines.count == 4)
        // The health route takes no POST.
        #expect(
            lines.dropFirst(2).allSatisfy { $0.contains("  405 in ") || $0.contains("not forwarded: ") }, "\(lines)")
    }
}
