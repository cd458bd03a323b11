package import Checkout

/// A write as the writer takes it. What needs no database is done by whoever hands it in.
package enum PreparedWrite: Sendable {
    /// As ``Write/open(_:)``.
    case open(SessionRow)
    /// As ``Write/openOnce(_:_:)``.
    case openOnce(SessionRow, IdempotencyClaim)
    /// Anything that depends on what the store holds. Apart, so that what waits for a commit is small.
    indirect case other(Write)

    /// As ``Write/rowCount``.
    var rowCount: Int {
        if case .other(let write) = self { write.rowCount } else { 1 }
    }

    /// Octets of what a caller sent, or is answered, that are held until it is committed.
    var byteCount: Int {
        switch self {
        case .open(let row): row.byteCount
        case .openOnce(let row, let claim): row.byteCount + claim.answer.body.count
        case .other: 0
        }
    }
}

extension Write {
    /// The write as the writer takes it.
    consuming func prepared() -> PreparedWrite {
        switch consume self {
        case .open(let session): .open(SessionRow(session))
        case .openOnce(let session, let claim): .openOnce(SessionRow(session), claim)
        case let other: .other(other)
        }
    }
}
