import CSQLite
import Checkout
import Wire

/// The columns of a session, in the order in which statements name and answer them.
enum SessionColumn: Int32, CaseIterable {
    case key, tail, number, account, provider
    case isLive, mode, status
    case created, updated, expires, completed, cancelled
    case amount, currency
    case itemKind, itemReference, itemQuantity
    case customerReference, customerEmail, customerPhone
    case successURL, cancelURL, clientID, stateDigest
    case metadata, fields

    /// Their names in SQL.
    static let list = """
        key, tail, number, account, provider, is_live, mode, status, created, updated, expires, completed, cancelled, \
        amount, currency, item_kind, item_reference, item_quantity, \
        customer_reference, customer_email, customer_phone, \
        success_url, cancel_url, client_id, state_digest, metadata, fields
        """
    static let parameters = allCases.map { "?\($0.parameter)" }.joined(separator: ", ")

    var parameter: Int32 { rawValue + 1 }
}

/// Sessions to rows and back.
extension SQLiteStatement {
    /// Binds every column of a session, each to the parameter of its place.
    func bind(_ session: CheckoutSession) {
        set(.key, session.id.key)
        set(.tail, session.id.tail)
        set(.number, session.number)
        set(.account, session.account.value)
        set(.provider, text: session.provider.text)
        set(.isLive, session.isLive ? 1 : 0)
        set(.status, session.status.rawValue)
        set(.created, session.createdAt.microseconds)
        set(.updated, session.updatedAt.microseconds)
        set(.expires, session.expiresAt?.microseconds)
        set(.completed, session.completedAt?.microseconds)
        set(.cancelled, session.cancelledAt?.microseconds)
        bind(session.draft.value)
    }

    private func bind(_ draft: borrowing Draft) {
        set(.mode, draft.mode.rawValue)
        set(.amount, draft.amount)
        set(.currency, text: draft.currency?.code)
        set(.itemKind, text: draft.item?.kind)
        set(.itemReference, text: draft.item?.reference)
        set(.itemQuantity, draft.item?.quantity)
        set(.customerReference, text: draft.customer.reference)
        set(.customerEmail, text: draft.customer.email)
        set(.customerPhone, text: draft.customer.phone)
        set(.successURL, text: draft.successURL)
        set(.cancelURL, text: draft.cancelURL)
        set(.clientID, text: draft.clientID)
        set(.stateDigest, blob: draft.stateDigest)
        set(.metadata, blob: draft.metadata)
        set(.fields, blob: draft.fields.text)
    }

    /// The session of the present row.
    func session() throws(SQLiteError) -> CheckoutSession {
        guard let mode = Mode(rawValue: get(.mode)), let status = Status(rawValue: get(.status)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(get(.key)) has a mode or status of no kind")
        }
        // The grammar that takes most: the text was accepted once, by the provider's own grammar.
        let fields = JSONDocument(blob(SessionColumn.fields.rawValue), grammar: .python)
        var draft = Draft(mode: mode, fields: fields, lifetimeSeconds: nil)
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
        guard let root = JSONDocument(text, grammar: .python).root else { return false }
        return members.allSatisfy { member in
            guard let value = root.member(bytes: member.name) else { return false }
            return (value.stringBytes ?? value.source).elementsEqual(member.value)
        }
    }

    private func set(_ column: SessionColumn, _ value: Int64?) {
        bind(value, at: column.parameter)
    }

    private func set(_ column: SessionColumn, text value: String?) {
        bind(text: value, at: column.parameter)
    }

    private func set(_ column: SessionColumn, blob value: [UInt8]?) {
        bind(blob: value, at: column.parameter)
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
