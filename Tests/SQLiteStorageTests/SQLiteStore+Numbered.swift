import Checkout
import SQLiteStorage
import TestSupport

extension SQLiteStore {
    /// Enqueues a write with a number as its receipt.
    func submit(_ write: Write, _ number: Int) -> Bool { submit(write, Numbered(number)) }
}
