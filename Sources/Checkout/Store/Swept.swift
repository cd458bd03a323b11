/// The results of one step of a sweep.
package struct Swept: Sendable, Equatable {
    /// The number of sessions that were recorded as expired.
    package var expired = 0
    /// The number of claims that were removed.
    package var claims = 0
    /// The number of old deliveries that were removed.
    package var deliveries = 0
    /// Whether another step would find more work.
    package var hasMore = false

    package init() {}
}
