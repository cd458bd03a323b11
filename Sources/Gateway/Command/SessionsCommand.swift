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
        Console.print(String(decoding: SessionDocument.text(session, at: SystemClock().now), as: UTF8.self))
    }
}
