import Checkout
import Gateway
import Glibc
import Outbound
import Synchronization
import Webhooks
import Wire

/// `listen`: prints the events of a running gateway as they happen, and forwards them.
enum ListenCommand {
    /// A question may take as long as the gateway waits for events, and some time for its answer.
    private static let questionSeconds = 40
    /// The pause before the gateway is asked again that has not answered, or has had nothing to say at once.
    private static let pauseMicroseconds: UInt32 = 500_000

    static func run(_ invocation: inout Invocation) throws(Refusal) {
        let lines = HeardEventLines(isJSON: invocation.take("json") != nil)
        let query = ["format", "events", "account"].compactMap { name in
            invocation.take(name).map { "\(name)=\(WebhooksCommand.escaped($0))" }
        }
        let target = try target(invocation.take("forward_to"))
        let given = try secret(invocation.take("secret"))
        // The access is read again when the gateway has restarted, because it may listen on another port then.
        let before = invocation
        let access = try GatewayAccess(&invocation)
        try invocation.finish(words: 1)
        let signals = StopSignals()
        let console = invocation.console
        let printer = Printer(console)
        signals.cutShort { printer.end() }
        let room = access.room()
        let secret = given ?? EventForwarder.secret(for: access.key)
        let forwarder = EventForwarder(target: target, secret: secret, room: room)
        var client = GatewayClient(access, room)
        var position = try next(try client.ask(.get, path(query)))
        try printer.print(lines.start(secret.text, from: access.url, to: target.map { "\($0)" }))
        var isAway = false
        while true {
            let started = ContinuousClock.now
            let answer: JSONText
            do throws(Refusal) {
                answer = try client.ask(.get, path(query + ["after=\(position)"]), seconds: questionSeconds)
            } catch {
                guard error.code == .unavailable else { throw error }
                if !isAway { console.complain("checkout-gateway: \(error.sentence) Waiting for it.") }
                isAway = true
                usleep(pauseMicroseconds)
                var again = before
                if let access = try? GatewayAccess(&again) { client = GatewayClient(access, room) }
                continue
            }
            if isAway { console.complain("checkout-gateway: the gateway answers again.") }
            isAway = false
            let root = JSONDocument(utf8: answer.bytes).root
            if root?.member("lost")?.bool == true {
                console.complain("checkout-gateway: events may have happened that are not shown here.")
            }
            var count = 0
            if let data = root?.member("data") {
                for event in data.elements.compactMap({ HeardEvent($0) }) {
                    count += 1
                    let outcome = forwarder.forward(event, at: invocation.clock.now)
                    try printer.print([lines.line(event, outcome, at: invocation.clock.now)])
                }
            }
            position = try next(answer)
            // A gateway that is stopping answers at once, and must not be asked without a pause.
            if count == 0, ContinuousClock.now - started < .seconds(1) { usleep(pauseMicroseconds) }
        }
    }

    /// Prints lines whole: a signal ends the program between two of them.
    private final class Printer: Sendable {
        private let console: Mutex<Console>

        init(_ console: Console) {
            self.console = Mutex(console)
        }

        func print(_ lines: [String]) throws(Refusal) {
            try console.withLock { (console) throws(Refusal) in try console.print(lines) }
        }

        /// Ends the program. It does not wait for threads that are in the middle of a call.
        func end() {
            console.withLock { _ in _exit(ExitCode.success.rawValue) }
        }
    }

    private static func path(_ query: [String]) -> String {
        "webhooks/events" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    private static func next(_ answer: JSONText) throws(Refusal) -> Int64 {
        guard let next = JSONDocument(utf8: answer.bytes).root?.member("next").flatMap({ JSONNumber.int64($0.source) })
        else { throw Refusal(.unavailable, "the gateway's answer has no position; it may be of another version.") }
        return next
    }

    private static func target(_ text: String?) throws(Refusal) -> TargetURL? {
        guard let text else { return nil }
        do throws(TargetURL.Fault) {
            return try TargetURL(text)
        } catch {
            throw Refusal(.usage, "--forward-to cannot be called: \(error.rule).")
        }
    }

    private static func secret(_ text: String?) throws(Refusal) -> WebhookSecret? {
        guard let text else { return nil }
        guard let secret = WebhookSecret(text) else {
            throw Refusal(.usage, "--secret has to be \(WebhookSecret.rule).")
        }
        return secret
    }
}
