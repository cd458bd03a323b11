/// What is the gateway's own on every host, whoever's that is, since no contract has a path of theirs. It is looked for
/// before any provider is.
enum OwnPath {
    /// The pages where customers pay.
    case page
    /// The gateway's own API.
    case api

    /// Nil for a path of which the router says whose it is.
    init?(_ path: ArraySlice<UInt8>) {
        if PageAddress.owns(path) {
            self = .page
        } else if AdminAPI.owns(path) {
            self = .api
        } else {
            return nil
        }
    }
}
