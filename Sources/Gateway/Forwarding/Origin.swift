/// How a client reaches the gateway, as far as the proxies say.
struct Origin: Sendable, Equatable {
    /// Whether by https; nil if no proxy says.
    var isSecure: Bool?
    /// The host, with the port if it has one; nil if no proxy says.
    var host: ArraySlice<UInt8>?
}
