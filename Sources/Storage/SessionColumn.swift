/// The columns of a session, in the order in which statements name and return them.
package enum SessionColumn: Int32, CaseIterable, Sendable {
    case key, tail, number, account, provider
    case isLive, mode, status
    case created, updated, expires, completed, cancelled
    case amount, currency
    case itemKind, itemReference, itemQuantity
    case customerReference, customerEmail, customerPhone
    case successURL, cancelURL, clientID, stateDigest
    case metadata, fields

    /// Their names in SQL.
    package static let list = """
        key, tail, number, account, provider, is_live, mode, status, created, updated, expires, completed, cancelled, \
        amount, currency, item_kind, item_reference, item_quantity, \
        customer_reference, customer_email, customer_phone, \
        success_url, cancel_url, client_id, state_digest, metadata, fields
        """
}
