import Pages
import Wire

/// The gateway's own paths. They are the same on every host, also on a provider's, because no contract has such a path. The
/// gateway looks for them before it looks for a provider.
enum OwnPath {
    /// The pages where customers pay.
    case page
    /// The gateway's own API.
    case api
    /// Whether it lives, `/healthz`: who probes by a public name must not depend on whose name that is.
    case health
    /// Whether it can take requests, `/readyz`.
    case readiness
    /// The documents of all dialects, `/openapi/NAME`.
    case document(name: ArraySlice<UInt8>)

    /// Nil for a path of which the router says whose it is.
    init?(_ path: ArraySlice<UInt8>) {
        if PageAddress.owns(path) {
            self = .page
        } else if AdminAPI.owns(path) {
            self = .api
        } else if ASCII.equal(path, "/healthz") {
            self = .health
        } else if ASCII.equal(path, "/readyz") {
            self = .readiness
        } else if ASCII.equal(path.prefix(Self.documents.utf8CodeUnitCount), Self.documents) {
            self = .document(name: path.dropFirst(Self.documents.utf8CodeUnitCount))
        } else {
            return nil
        }
    }

    private static let documents: StaticString = "/openapi/"
}
