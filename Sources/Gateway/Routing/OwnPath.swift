import Pages
import Wire

/// The gateway's own paths. They are the same on every host, even a provider's, because no contract has such a path.
/// The gateway looks for them before it looks for a provider.
enum OwnPath {
    /// The checkout pages.
    case page
    /// The gateway's own API.
    case api
    /// `/healthz`: whether the process is alive. It must not depend on the host by which a probe reaches it.
    case health
    /// `/readyz`: whether the gateway accepts creates.
    case readiness
    /// The documents of all dialects, `/openapi/NAME`.
    case document(name: ArraySlice<UInt8>)

    /// Nil for a path whose owner the router finds.
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
