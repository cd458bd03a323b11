package import Checkout

extension SQLiteReader {
    /// What a query finds.
    package func find(_ query: Query) throws(StoreFailure) -> Found {
        switch query {
        case .session(let key): .session(try session(key: key))
        case .numbered(let number): .session(try session(number: number))
        case .timeline(let id): .timeline(try events(of: id))
        case .claim(let digest, let now): .claim(try claim(digest, at: now))
        case .page(let query):
            .page(
                try sessions(query.filter, at: query.now, after: query.after, limit: query.limit, query.entry))
        case .accounts: .accounts(try accounts())
        case .webhook(let query): .webhook(try find(query))
        }
    }
}
