import Checkout
import SQLiteStorage
import TestSupport

extension SQLiteStore {
    /// Hands in a write whose receipt is a number.
    func submit(_ write: Write, _ number: Int) -> Bool { submit(write, Numbered(number)) }
}
