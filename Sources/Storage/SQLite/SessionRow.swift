import Checkout
import Wire

/// A session as a row, ready to be bound: its values, and its texts one after the other in one piece of memory.
///
/// Whoever hands a session in makes its row, since all wait for the one thread that writes; and what a session holds in
/// many pieces is given back where it was taken.
package final class SessionRow: Sendable {
    let id: SessionID
    let account: AccountID
    let provider: ProviderName
    /// Its id is of a time that has yet to come: ids go on from the greatest, also when the clock was set back.
    let isAheadOfClock: Bool
    let expiresAt: Timestamp?
    private let cells: Cells

    /// Many ids in one millisecond lead to the next ones, which says nothing of the clock.
    private static let aheadMillisecondsMax: Int64 = 60_000

    init(_ session: CheckoutSession) {
        id = session.id
        account = session.account
        provider = session.provider
        let aheadMilliseconds = session.id.key >> SessionID.countBits - session.createdAt.microseconds / 1_000
        isAheadOfClock = aheadMilliseconds > Self.aheadMillisecondsMax
        expiresAt = session.expiresAt
        cells = Cells(session)
    }

    /// Octets of its texts and blobs.
    var byteCount: Int { cells.octets.count }

    /// Runs a statement whose parameters are the columns in their order, and makes it ready for the next run.
    func run(_ statement: SQLiteStatement) throws(SQLiteError) {
        try cells.octets.withUnsafeBufferPointer { (octets) throws(SQLiteError) in
            var start = 0
            for place in 0..<cells.count {
                let cell = cells.room[place]
                let parameter = cell.column.parameter
                guard cell.kind != .integer else {
                    statement.bind(cell.value, at: parameter)
                    continue
                }
                let end = start + Int(cell.value)
                let value = UnsafeBufferPointer(rebasing: octets[start..<end])
                start = end
                if cell.kind == .text {
                    statement.bind(standingText: value, at: parameter)
                } else {
                    statement.bind(standingBlob: value, at: parameter)
                }
            }
            try statement.run()
        }
    }
}

/// The columns that are not NULL, in any order, and the octets of their texts and blobs in the same order.
private struct Cells {
    struct Cell {
        enum Kind { case integer, text, blob }

        let column: SessionColumn
        let kind: Kind
        /// An integer's value, or the length of a text or blob.
        let value: Int64
    }

    /// Room for every ``SessionColumn``, in place instead of in memory of its own. The first ``count`` are set.
    private(set) var room: InlineArray<27, Cell>
    private(set) var count = 0
    private(set) var octets: [UInt8] = []

    init(_ session: CheckoutSession) {
        let draft = session.draft
        room = InlineArray(repeating: Cell(column: .key, kind: .integer, value: 0))
        set(.key, session.id.key)
        set(.tail, session.id.tail)
        set(.number, session.number)
        set(.account, session.account.value)
        set(.isLive, session.isLive ? 1 : 0)
        set(.mode, draft.value.mode.rawValue)
        set(.status, session.status.rawValue)
        set(.created, session.createdAt.microseconds)
        set(.updated, session.updatedAt.microseconds)
        set(.expires, session.expiresAt?.microseconds)
        set(.completed, session.completedAt?.microseconds)
        set(.cancelled, session.cancelledAt?.microseconds)
        set(.amount, draft.value.amount)
        set(.itemQuantity, draft.value.item?.quantity)
        let fields = StoredBody.octets(of: draft.value.fields.text)
        octets.reserveCapacity(fields.count + (draft.value.metadata?.count ?? 0) + Self.shortTextsOctets)
        set(.provider, text: session.provider.text)
        set(.currency, text: draft.value.currency?.code)
        set(.itemKind, text: draft.value.item?.kind)
        set(.itemReference, text: draft.value.item?.reference)
        set(.customerReference, text: draft.value.customer.reference)
        set(.customerEmail, text: draft.value.customer.email)
        set(.customerPhone, text: draft.value.customer.phone)
        set(.successURL, text: draft.value.successURL)
        set(.cancelURL, text: draft.value.cancelURL)
        set(.clientID, text: draft.value.clientID)
        set(.stateDigest, blob: draft.value.stateDigest)
        set(.metadata, blob: draft.value.metadata)
        set(.fields, blob: fields)
        // Octets have an address only where there is one at least, and SQLite takes none for NULL.
        octets.append(0)
    }

    /// What the texts of most sessions take together.
    private static let shortTextsOctets = 256

    private mutating func set(_ column: SessionColumn, _ value: Int64?) {
        if let value { append(Cell(column: column, kind: .integer, value: value)) }
    }

    private mutating func set(_ column: SessionColumn, text value: String?) {
        guard let value else { return }
        octets.append(utf8: value)
        append(Cell(column: column, kind: .text, value: Int64(value.utf8.count)))
    }

    private mutating func set(_ column: SessionColumn, blob value: [UInt8]?) {
        guard let value else { return }
        octets.append(value.span)
        append(Cell(column: column, kind: .blob, value: Int64(value.count)))
    }

    private mutating func append(_ cell: Cell) {
        room[count] = cell
        count += 1
    }
}
