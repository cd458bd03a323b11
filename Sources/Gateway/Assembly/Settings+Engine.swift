package import Checkout
import SQLiteStorage

extension Settings {
    /// The engine of the store that the settings name. No other code of the gateway and its commands names an engine.
    package var engine: any StoreEngine { SQLiteEngine(path: self[.database]) }
}
