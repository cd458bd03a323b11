/// Finds a session by its number without an index on numbers.
///
/// ``SessionIDs`` assigns each key and each number together, both greater than all before. So both order the rows in
/// the same way, and a binary search over the keys finds the row of a number. It needs as many small reads as the time
/// in which the store has been used has bits, about fifty.
extension SQLiteStatements {
    /// The key of the session with this number.
    func key(ofNumber number: Int64) throws(SQLiteError) -> Int64? {
        guard var high = try sessions.greatest.first(())?.key, var low = try sessions.firstFrom.first(0)?.key else {
            return nil
        }
        while low <= high {
            let middle = low + (high - low) / 2
            guard let found = try sessions.firstFrom.first(middle), found.key <= high else {
                // There are no rows between the middle and the end.
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
