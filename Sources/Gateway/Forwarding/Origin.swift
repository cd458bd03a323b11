/// How a client reaches the gateway, as far as that is known.
struct Origin: Sendable, Equatable {
    /// Whether by https; nil: not told.
    var isSecure: Bool?
    /// The host with the port if it has one; nil: not told.
    var host: ArraySlice<UInt8>?
}
