/// All HTTP calls that the gateway makes: one room for hosts that the operator has chosen, and one for hosts that
/// somebody outside has chosen, so that neither delays the other.
package struct Outbound: Sendable {
    /// For hosts of the settings.
    package let trusted: Room
    /// For hosts that callers name.
    package let untrusted: Room

    /// Makes both rooms, which are open until ``close(drain:)``.
    ///
    /// - Parameters:
    ///   - policy: where calls of the untrusted room may go.
    ///   - authorities: the path of a file of certificates in PEM to trust in place of the system's.
    package init(policy: @escaping @Sendable () -> AddressPolicy, authorities: String? = nil) {
        var limits = RoomLimits()
        untrusted = Room(.untrusted(policy: policy), limits: limits, authorities: authorities)
        // The operator's few hosts take all calls of their room.
        limits.perHostMax = limits.inFlightMax
        trusted = Room(.trusted, limits: limits, authorities: authorities)
    }

    /// Closes both rooms at the same time; see ``Room/close(drain:)``.
    package func close(drain: Duration) {
        trusted.startClosing(drain: drain)
        untrusted.close(drain: drain)
        trusted.close(drain: drain)
    }
}
