/// Why a write was not committed or a read not made.
package enum StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// More writes are waiting than may.
    case full
    /// There is no room on the disk. Writes are taken again when there is.
    case noRoom
    /// The store cannot write until the gateway is started again: what it wrote last may not be on the disk.
    case stopped
    /// Anything else that SQLite says.
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
