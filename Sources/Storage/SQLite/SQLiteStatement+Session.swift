import CSQLite
import Checkout
import Wire

/// Rows to sessions.
extension SQLiteStatement {
    /// The session of the present row.
    func session() throws(SQLiteError) -> CheckoutSession {
        guard let mode = Mode(rawValue: get(.mode)), let status = Status(rawValue: get(.status)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(get(.key)) has a mode or status of no kind")
        }
        guard let body = StoredBody.body(of: blob(SessionColumn.fields.rawValue)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(get(.key)) has a body that is damaged")
        }
        var draft = Draft(mode: mode, fields: .kept(body), lifetimeSeconds: nil)
        draft.amount = optional(.amount)
        draft.currency = optionalText(.currency).map { Currency(stored: $0) }
        if let kind = optionalText(.itemKind), let reference = optionalText(.itemReference) {
            draft.item = CheckoutSession.Item(kind: kind, reference: reference, quantity: get(.itemQuantity))
        }
        draft.customer = CheckoutSession.Customer(
            reference: optionalText(.customerReference), email: optionalText(.customerEmail),
            phone: optionalText(.customerPhone))
        draft.successURL = optionalText(.successURL)
        draft.cancelURL = optionalText(.cancelURL)
        draft.clientID = optionalText(.clientID)
        draft.stateDigest = optionalBlob(SessionColumn.stateDigest.rawValue)
        draft.metadata = optionalBlob(SessionColumn.metadata.rawValue)
        var session = CheckoutSession(
            id: SessionID(key: get(.key), tail: get(.tail)), number: get(.number),
            provider: ProviderName(text(SessionColumn.provider.rawValue)), account: AccountID(get(.account)),
            isLive: get(.isLive) != 0, status: status, draft: draft,
            createdAt: Timestamp(microseconds: get(.created)))
        session.updatedAt = Timestamp(microseconds: get(.updated))
        session.expiresAt = optional(.expires).map { Timestamp(microseconds: $0) }
        session.completedAt = optional(.completed).map { Timestamp(microseconds: $0) }
        session.cancelledAt = optional(.cancelled).map { Timestamp(microseconds: $0) }
        return session
    }

    /// Whether the session of the present row is one of these. Reads no more of the row than it must.
    func matches(_ filter: SessionFilter, at now: Timestamp) -> Bool {
        if let account = filter.account, get(.account) != account.value { return false }
        if let provider = filter.provider, !isText(SessionColumn.provider.rawValue, provider.text.utf8) { return false }
        if let status = filter.status {
            guard let stored = Status(rawValue: get(.status)) else { return false }
            let expiresAt = optional(.expires).map { Timestamp(microseconds: $0) }
            guard status == stored.at(now, expiresAt: expiresAt) else { return false }
        }
        if let reference = filter.customerReference,
            !isText(SessionColumn.customerReference.rawValue, reference.utf8)
        {
            return false
        }
        if let mode = filter.mode, get(.mode) != mode.rawValue { return false }
        if let from = filter.createdFrom, get(.created) < from.microseconds { return false }
        if let to = filter.createdTo, get(.created) >= to.microseconds { return false }
        if let customer = filter.customer?.utf8,
            ![SessionColumn.customerReference, .customerEmail, .customerPhone].contains(where: {
                isText($0.rawValue, customer)
            })
        {
            return false
        }
        return filter.metadata.isEmpty || holds(filter.metadata)
    }

    /// Whether the metadata of the present row has all of these members.
    private func holds(_ members: [SessionFilter.Member]) -> Bool {
        guard let text = optionalBlob(SessionColumn.metadata.rawValue) else { return false }
        guard let root = JSONDocument(outlineOf: text).root else { return false }
        return members.allSatisfy { member in
            guard let value = root.member(bytes: member.name) else { return false }
            return (value.stringBytes ?? value.source).elementsEqual(member.value)
        }
    }

    private func get(_ column: SessionColumn) -> Int64 {
        integer(column.rawValue)
    }

    private func optional(_ column: SessionColumn) -> Int64? {
        optionalInteger(column.rawValue)
    }

    private func optionalText(_ column: SessionColumn) -> String? {
        optionalText(column.rawValue)
    }
}
