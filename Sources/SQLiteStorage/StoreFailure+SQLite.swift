import Checkout

extension StoreFailure {
    /// The meaning of a failed read for its caller. Reading continues.
    init(reading error: SQLiteError) {
        self = .broken(error)
    }

    /// The meaning of a failed write for its caller.
    init(writing error: SQLiteError) {
        switch error.kind {
        case .noRoom: self = .noRoom
        case .unsynced, .damaged: self = .stopped
        case .other: self = .broken(error)
        }
    }

    private static func broken(_ error: SQLiteError) -> StoreFailure {
        .broken(code: error.code, message: "\(error.message) (SQLite \(error.code))")
    }
}
