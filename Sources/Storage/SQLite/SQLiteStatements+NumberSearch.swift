import Checkout

/// Finds a session by its number without an index on numbers.
///
/// ``SessionIDs`` makes each key and each number greater than all before it, in one step, so both put the rows in the
/// same order and the row of a number is found by halving the keys between which it must be: as many small reads as
/// there are bits in the time that the store has been in use, about fifty.
extension SQLiteStatements {
    /// The key of the session with this number.
    func key(ofNumber number: Int64) throws(SQLiteError) -> Int64? {
        guard var high = try sessions.greatest.first(())?.key, var low = try sessions.firstFrom.first(0)?.key else {
            return nil
        }
        while low <= high {
            let middle = low + (high - low) / 2
            guard let found = try sessions.firstFrom.first(middle), found.key <= high else {
                // Nothing lies between the middle and the end.
                high = middle - 1
                continue
            }
            if found.number == number { return found.key }
            if found.number < number {
                low = found.key + 1
            } else {
                high = middle - 1
            }
        }
        return nil
    }
}
