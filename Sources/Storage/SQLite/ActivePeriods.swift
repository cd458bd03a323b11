import Checkout

/// Where the sessions of one account at one provider are, so that its list is whole and looks at few others.
///
/// Keys are in the order of time, so a period is a stretch of the table: 4 ms of a clock that is not set back. A list
/// looks into each period in which its account has sessions, and at nothing else. Who makes many has many in a period,
/// and one entry for all of them; who makes few shares a period with few others, or with a few hundred where a gateway
/// does its utmost.
struct ActivePeriods {
    /// The bits of a key below its period: two of its milliseconds, and what counts within one.
    static let periodBits = SessionID.countBits + 2

    private struct Entry: Hashable {
        let account: AccountID
        let provider: ProviderName
        let period: Int64
    }

    /// Entered by the batch at hand.
    private var entered: Set<Entry> = []
    private var last: Entry?

    /// Has a session's period entered, at most once in a batch.
    mutating func enter(_ session: SessionRow, _ statements: SQLiteStatements) throws(SQLiteError) {
        let entry = Entry(
            account: session.account, provider: session.provider, period: session.id.key >> Self.periodBits)
        // A session comes into a batch beside its like, so the last one is most often the one, and nothing is hashed.
        guard last != entry, !entered.contains(entry) else { return }
        try statements.sessions.insertPeriod.run((entry.account, entry.provider, entry.period))
        entered.insert(entry)
        last = entry
    }
}
