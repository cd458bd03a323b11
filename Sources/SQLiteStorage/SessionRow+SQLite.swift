import Storage

extension SessionRow {
    /// Runs a statement whose parameters are the columns in order, and prepares it for the next run.
    func run(_ statement: SQLiteStatement) throws(SQLiteError) {
        try cells.bytes.withUnsafeBufferPointer { (bytes) throws(SQLiteError) in
            var start = 0
            for index in 0..<cells.count {
                let cell = cells.storage[index]
                let parameter = cell.place + 1
                switch cell.kind {
                case .integer:
                    statement.bind(cell.value, at: parameter)
                case .text:
                    let end = start + Int(cell.value)
                    statement.bind(stableText: UnsafeBufferPointer(rebasing: bytes[start..<end]), at: parameter)
                    start = end
                case .blob:
                    let end = start + Int(cell.value)
                    statement.bind(stableBlob: UnsafeBufferPointer(rebasing: bytes[start..<end]), at: parameter)
                    start = end
                }
            }
            try statement.run()
        }
    }
}

extension SessionColumn {
    /// The parameters of a statement that takes every column in order.
    static let parameters = allCases.map { "?\($0.rawValue + 1)" }.joined(separator: ", ")
}
