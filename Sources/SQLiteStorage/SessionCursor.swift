import CSQLite
import Checkout
import Storage
import Wire

/// The current row of a statement that returns ``SessionColumn/list``. Each column is read when it is needed, and the
/// row is valid until the statement goes on.
struct SessionCursor {
    private let row: SQLiteStatement

    init(_ row: SQLiteStatement) {
        self.row = row
    }

    /// The session's key.
    var key: Int64 { integer(.key) }

    /// The sequential number of the session, which grows with the key.
    var number: Int64 { integer(.number) }

    /// The milliseconds of the key: the session was created at this time or before.
    var madeAtMostMilliseconds: Int64 { key >> SessionID.countBits }

    /// The whole session.
    func session() throws(SQLiteError) -> CheckoutSession {
        guard let mode = Mode(rawValue: integer(.mode)), let status = Status(rawValue: integer(.status)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(integer(.key)) has a mode or status of no kind")
        }
        guard let body = StoredBody.body(of: row.blob(SessionColumn.fields.rawValue)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(integer(.key)) has a body that is damaged")
        }
        var draft = Draft(mode: mode, fields: SentFields(stored: body), lifetimeSeconds: nil)
        draft.amount = optional(.amount)
        draft.currency = optionalText(.currency).map { Currency(stored: $0) }
        if let reference = optionalText(.itemReference) {
            let item = StoredItem(
                kind: optionalText(.itemKind), reference: reference, quantity: integer(.itemQuantity))
            guard let items = item.items else {
                throw SQLiteError.unreadable("session \(integer(.key)) has damaged items")
            }
            draft.items = items
        }
        draft.customer = CheckoutSession.Customer(
            reference: optionalText(.customerReference), email: optionalText(.customerEmail),
            phone: optionalText(.customerPhone))
        draft.successURL = optionalText(.successURL)
        draft.cancelURL = optionalText(.cancelURL)
        draft.clientID = optionalText(.clientID)
        let digest = SessionColumn.stateDigest.rawValue
        draft.stateDigest = row.isNull(digest) ? nil : row.digest(digest)
        if let metadata = row.optionalBlob(SessionColumn.metadata.rawValue) {
            draft.metadata = JSONText(parsing: metadata)
            if draft.metadata == nil {
                throw SQLiteError.unreadable("session \(integer(.key)) has metadata that is not JSON")
            }
        }
        var session = CheckoutSession(
            id: SessionID(key: integer(.key), tail: integer(.tail)), number: integer(.number),
            provider: ProviderName(row.text(SessionColumn.provider.rawValue)), account: AccountID(integer(.account)),
            isLive: integer(.isLive) != 0, status: status, draft: draft,
            createdAt: Timestamp(microseconds: integer(.created)))
        session.updatedAt = Timestamp(microseconds: integer(.updated))
        session.expiresAt = optional(.expires).map { Timestamp(microseconds: $0) }
        session.completedAt = optional(.completed).map { Timestamp(microseconds: $0) }
        session.cancelledAt = optional(.cancelled).map { Timestamp(microseconds: $0) }
        return session
    }

    /// Whether the filter selects the session of the current row. Reads only the columns that it needs.
    func matches(_ filter: SessionFilter, at now: Timestamp) -> Bool {
        if let account = filter.account, integer(.account) != account.value { return false }
        if let provider = filter.provider, !row.isText(SessionColumn.provider.rawValue, provider.text.utf8) {
            return false
        }
        if let status = filter.status {
            guard let stored = Status(rawValue: integer(.status)) else { return false }
            let expiresAt = optional(.expires).map { Timestamp(microseconds: $0) }
            guard status == stored.at(now, expiresAt: expiresAt) else { return false }
        }
        if let reference = filter.customerReference,
            !row.isText(SessionColumn.customerReference.rawValue, reference.utf8)
        {
            return false
        }
        if let mode = filter.mode, integer(.mode) != mode.rawValue { return false }
        if let from = filter.createdFrom, integer(.created) < from.microseconds { return false }
        if let to = filter.createdTo, integer(.created) >= to.microseconds { return false }
        if let customer = filter.customer?.utf8,
            ![SessionColumn.customerReference, .customerEmail, .customerPhone].contains(where: {
                row.isText($0.rawValue, customer)
            }),
            filter.customerReferences.isEmpty
                || !(optionalText(.customerReference).map(filter.customerReferences.contains) ?? false)
        {
            return false
        }
        return filter.metadata.isEmpty || holds(filter.metadata)
    }

    /// Whether the metadata of the current row has all of these members.
    private func holds(_ members: [SessionFilter.Member]) -> Bool {
        guard let text = row.optionalBlob(SessionColumn.metadata.rawValue) else { return false }
        guard let root = JSONDocument(outlineOf: text).root else { return false }
        return members.allSatisfy { member in
            guard let value = root.member(bytes: member.name) else { return false }
            return (value.stringBytes ?? value.source).elementsEqual(member.value)
        }
    }

    private func integer(_ column: SessionColumn) -> Int64 {
        row.integer(column.rawValue)
    }

    private func optional(_ column: SessionColumn) -> Int64? {
        row.optionalInteger(column.rawValue)
    }

    private func optionalText(_ column: SessionColumn) -> String? {
        row.optionalText(column.rawValue)
    }
}
