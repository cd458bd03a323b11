package import Checkout

/// A write in the form that the writer needs. The caller prepares it, because that needs no database.
package enum PreparedWrite: Sendable {
    /// As ``Write/create(_:)``.
    case create(SessionRow)
    /// As ``Write/createOnce(_:_:)``.
    indirect case createOnce(SessionRow, IdempotencyClaim)
    /// Any write that depends on stored data. It is indirect, so that a write that waits for a commit is small.
    indirect case other(Write)

    /// As ``Write/rowCount``.
    var rowCount: Int {
        if case .other(let write) = self { write.rowCount } else { 1 }
    }

    /// The bytes of the request and its answer that are held in memory until they are committed.
    var byteCount: Int {
        switch self {
        case .create(let row): row.byteCount
        case .createOnce(let row, let claim): row.byteCount + claim.answer.body.count
        case .other: 0
        }
    }
}

extension Write {
    /// The write in the form that the writer needs.
    package consuming func prepared() -> PreparedWrite {
        switch consume self {
        case .create(let session): .create(SessionRow(session))
        case .createOnce(let session, let claim): .createOnce(SessionRow(session), claim)
        case let other: .other(other)
        }
    }
}
