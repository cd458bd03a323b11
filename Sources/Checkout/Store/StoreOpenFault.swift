/// Why a store cannot be opened. Nothing in it has changed.
package struct StoreOpenFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reasons that callers tell apart.
    package enum Reason: Sendable {
        /// Another gateway serves the store.
        case served
        /// Another program has locked the store.
        case locked
        /// The store is missing, or cannot be used as it is.
        case unusable
    }

    /// Why, for callers.
    package let reason: Reason
    /// A sentence for the operator who starts the program.
    package let description: String

    /// A fault of an engine, in words that callers of every engine understand.
    package init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
