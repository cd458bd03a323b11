import Checkout
import Synchronization
import Wire

/// The routes about the gateway itself: health, readiness and documents.
final class ServiceRoutes: Sendable {
    private let openAPI: OpenAPIDocuments
    private let store: any SessionStore
    private let storeLog: StoreLog
    private let clock: any Clock
    private let isStopping = Atomic(false)

    init(_ parts: Parts) {
        openAPI = parts.openAPI
        store = parts.store
        storeLog = parts.storeLog
        clock = parts.clock
    }

    /// Makes the gateway say that it is not ready.
    func beginStopping() {
        isStopping.store(true, ordering: .relaxed)
    }

    /// The answer to a path of these routes; nil for another of the gateway's own paths.
    ///
    /// - Parameter route: is set to the path of the route.
    func response(to head: RequestHead, _ path: OwnPath, route: inout String) -> Response? {
        switch path {
        case .health:
            route = "/healthz"
            return shown(to: head) { Response(status: 200, contentType: "application/json", body: Self.healthy) }
        case .readiness:
            route = "/readyz"
            return shown(to: head, readiness)
        case .document(let name):
            guard let document = openAPI.document(named: name) else { return Self.unknownPath }
            route = "/openapi/{name}"
            return shown(to: head) { Response(status: 200, contentType: "application/yaml", body: document) }
        case .page, .api:
            return nil
        }
    }

    /// The answer to a path that does not exist.
    static var unknownPath: Response {
        ProblemDetails(status: 404, detail: "No route has this path.").response
    }

    /// These routes can only be read.
    private func shown(to head: RequestHead, _ response: () -> Response) -> Response {
        guard head.method == .get || head.method == .head else {
            return ProblemDetails(status: 405, fields: [HeaderField(name: "Allow", value: "GET, HEAD")]).response
        }
        return response()
    }

    private static let healthy = Array("{\"status\":\"ok\"}".utf8)

    private func readiness() -> Response {
        let reason: String
        if isStopping.load(ordering: .relaxed) {
            reason = "The gateway is stopping."
        } else if !store.isWritable {
            storeLog.noteStop(store.stopReason, ticks: clock.ticks)
            reason = "The store cannot write."
        } else {
            return Response(status: 200, contentType: "application/json", body: Array("{\"status\":\"ready\"}".utf8))
        }
        return ProblemDetails.unavailable(reason, retryAfterSeconds: 5).response
    }
}
