import Checkout
import Webhooks
import Wire

/// `webhooks/events`: the events of this gateway as they happen, for `checkout-gateway listen`.
///
/// A listener asks again and again, each time for what came after its last answer. A question without news is answered
/// late, so that a listener makes one request in 25 s, and not many in a second.
enum FeedResource {
    @Sendable static func listen(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        let query = try QueryParameters(
            call.request.head.query, names: ["format", "events", "account", "after", "wait"])
        var format = WebhookFormat.gateway
        if let word = query.text("format") {
            guard let found = WebhookFormat(word: word) else {
                throw .badRequest("format has to be \(WebhookFormat.words).")
            }
            format = found
        }
        let subscription: WebhookSubscription
        do throws(WebhookSubscription.UnknownType) {
            subscription = try WebhookSubscription(
                query.text("events").map { $0.split(separator: ",").map(String.init) }, format: format)
        } catch {
            throw .badRequest("events \(error.rule).")
        }
        let after = try number("after", query, atMost: .max)
        let seconds = try number("wait", query, atMost: Int64(WebhookFeed.waitSecondsMax))
        let filter = FeedFilter(format: format, subscription: subscription, account: nil)
        let wait = Int(seconds ?? Int64(WebhookFeed.waitSecondsMax))
        guard let name = query.text("account") else {
            return reply(call.services.feed, filter, after: after, seconds: wait)
        }
        return call.afterReading(.accounts) { (found, call) throws(ProblemDetails) in
            var filter = filter
            filter.account = try SessionsResource.account(name, among: found.accounts)
            return reply(call.services.feed, filter, after: after, seconds: wait)
        }
    }

    private static func number(
        _ name: String, _ query: QueryParameters, atMost max: Int64
    ) throws(ProblemDetails) -> Int64? {
        guard let text = query[name] else { return nil }
        guard let number = ASCII.natural(text), let number = Int64(exactly: number), number <= max else {
            throw .badRequest("\(name) has to be \(max == .max ? "a number of an earlier answer" : "0 to \(max)").")
        }
        return number
    }

    private static func reply(_ feed: WebhookFeed, _ filter: FeedFilter, after: Int64?, seconds: Int) -> Reply {
        guard let after else { return .now(.ok(text(feed.start(filter)))) }
        return .later { answer in
            let refusal = feed.wait(filter, after: after, seconds: seconds) { answer(.ok(text($0))) }
            guard let refusal else { return }
            let sentence =
                switch refusal {
                case .full: "The most listeners wait for events, which are \(FeedPlaces.countMax)."
                case .stopping: "The gateway is being stopped."
                }
            answer(ProblemDetails.unavailable(sentence, retryAfterSeconds: 1).response)
        }
    }

    private static func text(_ page: FeedPage) -> [UInt8] {
        var json = JSONWriter(capacity: page.entries.reduce(128) { $0 + 2 * $1.body.count })
        json.object { json in
            json.array("data") { json in
                for entry in page.entries {
                    json.object { json in
                        json.member("number", entry.number)
                        json.member("id", entry.id)
                        json.member("type", entry.type.word)
                        json.name("body")
                        json.string(utf8: entry.body)
                    }
                }
            }
            json.member("next", page.next)
            json.member("lost", page.isLost)
        }
        return json.finish()
    }
}
