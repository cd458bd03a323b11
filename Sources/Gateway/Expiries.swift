import Synchronization

/// Sessions that were answered as expired while the store does not say so yet.
///
/// The time of day may be set back. What a caller was told then holds all the same, so it is written, and until it is
/// written it is remembered here. Only what was told: a clock that runs ahead for a moment by mistake must not end
/// sessions that nobody looked at.
final class Expiries: Sendable {
    /// Where the store cannot write these gather; a session takes some 20 bytes.
    private static let countMax = 100_000

    /// Keys of sessions, and whether the write of each is under way.
    private let keys = Mutex<[Int64: Bool]>([:])

    /// Whether this session was answered as expired.
    func contains(_ key: Int64) -> Bool {
        keys.withLock { $0[key] != nil }
    }

    /// Notes that a session is answered as expired. True where that is to be written now.
    func begin(_ key: Int64) -> Bool {
        keys.withLock { keys in
            switch keys[key] {
            case true?: return false
            case nil where keys.count >= Self.countMax: return false
            default:
                keys[key] = true
                return true
            }
        }
    }

    /// Notes what became of the write: one that failed is tried again when the session is read again.
    func end(_ key: Int64, isWritten: Bool) {
        keys.withLock { $0[key] = isWritten ? nil : false }
    }
}
