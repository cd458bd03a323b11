import Checkout
import Storage

/// The periods in which one account has sessions at one provider, so that its list is complete and reads few other
/// sessions.
///
/// Keys are ordered by time, so a period is a range of the table: 4 ms of a clock that is not set back. A list reads
/// each period in which its account has sessions, and nothing else. An account that creates many sessions has many in a
/// period, with one entry for all of them. An account that creates few shares a period with few other sessions, or with
/// a few hundred if the gateway runs at its limit.
struct ActivePeriods {
    /// The bits of a key below its period: two bits of its milliseconds, and the counter within a millisecond.
    static let periodBits = SessionID.countBits + 2

    private struct Entry: Hashable {
        let account: AccountID
        let provider: ProviderName
        let period: Int64
    }

    /// The entries that the current batch has made.
    private var entered: Set<Entry> = []
    private var last: Entry?

    /// Enters the period of a session, at most once in a batch.
    mutating func enter(_ session: SessionRow, _ statements: SQLiteStatements) throws(SQLiteError) {
        let entry = Entry(
            account: session.account, provider: session.provider, period: session.id.key >> Self.periodBits)
        // Similar sessions often follow each other in a batch, so the last entry is usually the right one, and nothing
        // is hashed.
        guard last != entry, !entered.contains(entry) else { return }
        try statements.sessions.insertPeriod.run((entry.account, entry.provider, entry.period))
        entered.insert(entry)
        last = entry
    }
}
