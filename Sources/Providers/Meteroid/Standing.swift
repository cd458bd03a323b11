/// A table of the contract, made once, which stands for as long as the program runs.
///
/// A reference to an object is counted wherever it is handed on, which a large body would have done hundreds of times.
/// References to what is never given back need no count.
struct Standing<Table: AnyObject & Sendable>: Sendable {
    private let table: Unmanaged<Table>

    init(_ table: Table) {
        // Retained here and released nowhere, so that the table is there whoever looks at it, and whenever.
        self.table = .passRetained(table)
    }

    @inline(__always)
    func look<Result>(_ body: (Table) -> Result) -> Result {
        table._withUnsafeGuaranteedRef(body)
    }
}
