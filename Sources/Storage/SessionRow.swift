package import Checkout
package import Wire

/// A session as a row, ready to be bound: its values, and the bytes of its texts one after the other in one allocation.
///
/// The caller makes the row, because all callers wait for the only thread that writes. The many small allocations of a
/// session are also freed on the thread that made them.
package final class SessionRow: Sendable {
    /// The session's id.
    package let id: SessionID
    /// The account that owns the session.
    package let account: AccountID
    /// The provider in whose dialect the session was created.
    package let provider: ProviderName
    /// Whether its id is of a future time: ids continue from the greatest one, even if the clock was set back.
    package let isAheadOfClock: Bool
    /// When the session was created.
    package let createdAt: Timestamp
    /// When the session expires; nil if it never does.
    package let expiresAt: Timestamp?
    /// The values of its columns.
    package let cells: SessionCells

    /// Many ids in one millisecond use the next milliseconds too, which says nothing about the clock.
    private static let aheadMillisecondsMax: Int64 = 60_000

    /// Makes the row of a session.
    package init(_ session: CheckoutSession) {
        id = session.id
        account = session.account
        provider = session.provider
        let aheadMilliseconds = session.id.key >> SessionID.countBits - session.createdAt.microseconds / 1_000
        isAheadOfClock = aheadMilliseconds > Self.aheadMillisecondsMax
        createdAt = session.createdAt
        expiresAt = session.expiresAt
        cells = SessionCells(session)
    }

    /// The number of bytes of its texts and blobs.
    var byteCount: Int { cells.bytes.count }
}

/// The columns of a session that are not NULL, in any order, and the bytes of their texts and blobs in the same order.
package struct SessionCells: Sendable {
    /// One column that is not NULL.
    package struct Cell: Sendable {
        /// The type of a column's value.
        package enum Kind: Sendable { case integer, text, blob }

        /// The raw value of its ``SessionColumn``. An engine reads it for every column of every new session, and reads a
        /// number without a call into this module.
        package let place: Int32
        /// The type of the value.
        package let kind: Kind
        /// An integer's value, or the length of a text or blob in bytes.
        package let value: Int64
    }

    /// Inline storage for every ``SessionColumn``, without an allocation. The first ``count`` cells are set.
    package private(set) var storage: InlineArray<27, Cell>
    /// The number of columns that are not NULL.
    package private(set) var count = 0
    /// The bytes of all texts and blobs, in the order of their cells, and one byte more.
    package private(set) var bytes: [UInt8] = []

    init(_ session: CheckoutSession) {
        let draft = session.draft
        storage = InlineArray(repeating: Cell(place: 0, kind: .integer, value: 0))
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
        let item = StoredItem(draft.value.items)
        set(.itemQuantity, item?.quantity)
        let fields = StoredBody.bytes(of: draft.value.fields.text.bytes)
        bytes.reserveCapacity(fields.count + (draft.value.metadata?.bytes.count ?? 0) + Self.shortTextsBytes)
        set(.provider, text: session.provider.text)
        set(.currency, text: draft.value.currency?.code)
        set(.itemKind, text: item?.kind)
        set(.itemReference, text: item?.reference)
        set(.customerReference, text: draft.value.customer.reference)
        set(.customerEmail, text: draft.value.customer.email)
        set(.customerPhone, text: draft.value.customer.phone)
        set(.successURL, text: draft.value.successURL)
        set(.cancelURL, text: draft.value.cancelURL)
        set(.clientID, text: draft.value.clientID)
        set(.stateDigest, draft.value.stateDigest)
        set(.metadata, blob: draft.value.metadata?.bytes)
        set(.fields, blob: fields)
        // An empty array may have no address, and SQLite reads a nil address as NULL.
        bytes.append(0)
    }

    /// The number of bytes of all texts in most sessions.
    private static let shortTextsBytes = 256

    private mutating func set(_ column: SessionColumn, _ value: Int64?) {
        if let value { append(Cell(place: column.rawValue, kind: .integer, value: value)) }
    }

    private mutating func set(_ column: SessionColumn, text value: String?) {
        guard let value else { return }
        bytes.append(utf8: value)
        append(Cell(place: column.rawValue, kind: .text, value: Int64(value.utf8.count)))
    }

    private mutating func set(_ column: SessionColumn, blob value: [UInt8]?) {
        guard let value else { return }
        bytes.append(value.span)
        append(Cell(place: column.rawValue, kind: .blob, value: Int64(value.count)))
    }

    private mutating func set(_ column: SessionColumn, _ digest: Digest?) {
        guard let digest else { return }
        digest.append(to: &bytes)
        append(Cell(place: column.rawValue, kind: .blob, value: Int64(Digest.byteCount)))
    }

    private mutating func append(_ cell: Cell) {
        storage[count] = cell
        count += 1
    }
}
