import Checkout

extension StoreFailure {
    /// What a failed read means for whoever asked. Reading goes on.
    init(reading error: SQLiteError) {
        self = .broken(code: error.code, message: error.message)
    }

    /// What a failed write means for whoever asked.
    init(writing error: SQLiteError) {
        switch error.kind {
        case .noRoom: self = .noRoom
        case .unsynced, .damaged: self = .stopped
        case .other: self = .broken(code: error.code, message: error.message)
        }
    }
}
