/// Why a store cannot be opened. The store is unchanged.
package struct StoreOpenFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reasons that callers distinguish.
    package enum Reason: Sendable {
        /// Another gateway serves the store.
        case served
        /// Another program has locked the store.
        case locked
        /// The store is missing, or cannot be used as it is.
        case unusable
    }

    /// The reason, for callers.
    package let reason: Reason
    /// A sentence for the operator who starts the program.
    package let description: String

    /// The fault of any engine.
    package init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
