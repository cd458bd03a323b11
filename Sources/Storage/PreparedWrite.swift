package import Checkout

/// A write as the writer takes it. What needs no database is done by whoever hands it in.
package enum PreparedWrite: Sendable {
    /// As ``Write/open(_:)``.
    case open(SessionRow)
    /// As ``Write/openOnce(_:_:)``.
    case openOnce(SessionRow, IdempotencyClaim)
    /// Anything that depends on what the store holds.
    case other(Write)

    package init(_ write: Write) {
        self =
            switch write {
            case .open(let session): .open(SessionRow(session))
            case .openOnce(let session, let claim): .openOnce(SessionRow(session), claim)
            case .move, .pay, .expire, .note, .adjust: .other(write)
            }
    }

    /// As ``Write/rowCount``.
    var rowCount: Int {
        if case .other(let write) = self { write.rowCount } else { 1 }
    }
}
