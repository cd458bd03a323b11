/// Why a write was not committed, or a query not answered.
package enum StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The queue of writes is full.
    case full
    /// The disk is full. The store takes writes again when there is room.
    case noRoom
    /// The store cannot write until the gateway is started again: its last writes may not be on the disk.
    case stopped
    /// Any other error of SQLite.
    case broken(code: Int32, message: String)

    /// The reason in words, as the end of a sentence for the operator.
    package var description: String {
        switch self {
        case .full: "more writes wait than may"
        case .noRoom: "there is no room on the disk"
        case .stopped: "the disk failed to keep what was written"
        case .broken(let code, let message): "\(message) (SQLite \(code))"
        }
    }
}
