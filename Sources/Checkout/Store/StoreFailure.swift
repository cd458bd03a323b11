/// Why a write was not committed, or a query not answered.
package enum StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Too many reads or writes wait, so the store does not accept another one.
    case full
    /// The disk is full. The store takes writes again when there is room.
    case noRoom
    /// The store cannot write until the gateway is started again: its last writes may not be on the disk.
    case stopped
    /// Any other error. The code is the engine's own number for this kind of error; the log reports each kind of failed
    /// read once. The message is for the operator, and includes the engine's own name or number of the error.
    case broken(code: Int32, message: String)

    /// The reason in words, as the end of a sentence for the operator.
    package var description: String {
        switch self {
        case .full: "too many reads or writes wait"
        case .noRoom: "there is no room on the disk"
        case .stopped: "the disk failed to keep what was written"
        case .broken(_, let message): message
        }
    }
}
