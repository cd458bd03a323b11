import Checkout
import Storage
import Wire

/// `sessions list` and `sessions show`.
enum SessionsCommand {
    static func list(_ invocation: inout Invocation) throws(Refusal) {
        var filter = SessionFilter()
        if let name = invocation.take("provider") { filter.provider = ProviderName(name) }
        if let word = invocation.take("status") {
            guard let status = Status.allCases.first(where: { "\($0)" == word }) else {
                let words = Status.allCases.map { "\($0)" }.joined(separator: ", ")
                throw Refusal(.usage, "--status has to be one of \(words).")
            }
            filter.status = status
        }
        let text = invocation.take("limit") ?? "20"
        guard let limit = ASCII.natural(Array(text.utf8)), (1...1_000).contains(limit) else {
            throw Refusal(.usage, "--limit has to be 1 to 1000.")
        }
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 2)
        let now = SystemClock().now
        let page = try Database.read(settings) { (reader) throws(StoreFailure) in
            try reader.sessions(filter, at: now, limit: limit)
        }
        Console.print("ID                                    NUMBER   PROVIDER   STATUS      AMOUNT            CREATED")
        for session in page.sessions {
            let amount = session.amount.map { "\($0) \(session.currency?.code ?? "")" } ?? "-"
            Console.print(
                "\(UUIDText.encode(session.id.bits))  \(String(session.number).padded(8)) "
                    + "\(session.provider.text.padded(10)) \("\(session.status(at: now))".padded(11)) "
                    + "\(amount.padded(17)) \(session.createdAt.rfc3339(.milliseconds))")
        }
    }

    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 3)
        guard invocation.words.count == 3 else { throw Refusal(.usage, "`sessions show` needs an id.") }
        let word = Array(invocation.words[2].utf8)
        let session = try Database.read(settings) { (reader) throws(StoreFailure) -> CheckoutSession? in
            switch SessionReference(word[...]) {
            case .id(let id):
                let found = try reader.session(key: id.key)
                return found?.id == id ? found : nil
            case .number(let number): return try reader.session(number: number)
            case nil: return nil
            }
        }
        guard let session else { throw Refusal(.notFound, "there is no session \(invocation.words[2]).") }
        Console.print(String(decoding: Self.json(session, at: SystemClock().now), as: UTF8.self))
    }

    /// The normalized session as JSON.
    static func json(_ session: CheckoutSession, at now: Timestamp) -> [UInt8] {
        JSONWriter.object { json in
            json.member("id", UUIDText.encode(session.id.bits))
            json.member("number", session.number)
            json.member("provider", session.provider.text)
            json.member("account", session.account.value)
            json.member("livemode", session.isLive)
            json.member("mode", "\(session.mode)")
            json.member("status", "\(session.status(at: now))")
            json.member("amount", session.amount)
            json.member("currency", session.currency?.code)
            json.name("item")
            if let item = session.item {
                json.object { json in
                    json.member("kind", item.kind)
                    json.member("reference", item.reference)
                    json.member("quantity", item.quantity)
                }
            } else {
                json.null()
            }
            json.object("customer") { json in
                json.member("reference", session.customer.reference)
                json.member("email", session.customer.email)
                json.member("phone", session.customer.phone)
            }
            json.member("client_id", session.clientID)
            json.member("success_url", session.successURL)
            json.member("cancel_url", session.cancelURL)
            json.name("metadata")
            if let metadata = session.metadata { json.raw(bytes: metadata) } else { json.null() }
            json.name("fields")
            json.string(utf8: session.fields.text)
            json.member("created_at", session.createdAt.rfc3339(.microsecondsOrNone))
            json.member("updated_at", session.updatedAt.rfc3339(.microsecondsOrNone))
            json.member("expires_at", session.expiresAt?.rfc3339(.microsecondsOrNone))
            json.member("completed_at", session.completedAt?.rfc3339(.microsecondsOrNone))
            json.member("cancelled_at", session.cancelledAt?.rfc3339(.microsecondsOrNone))
        }
    }
}
