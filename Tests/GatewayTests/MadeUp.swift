import Checkout
import Wire

/// The name of a provider, and its only path.
protocol MadeUpPlace: Sendable {
    static var name: String { get }
    static var path: String { get }
    static var style: PathStyle { get }
}

/// A provider outside the registry that answers nothing, for the checks at start.
struct MadeUp<Place: MadeUpPlace>: Provider {
    static var name: ProviderName { ProviderName(Place.name) }
    static var hosts: [String] { [] }
    static var routes: [Route] { [Route(.post, Place.path, .create, style: Place.style)] }
    static var lifetimeSeconds: Int64 { 60 }
    static var sample: Sample { Sample(path: "/", body: "") }
    static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey { IssuedKey(secret: "") }
    func identify(_ head: RequestHead) throws(Failure) -> Credential { throw .internalError }
    func parse(_ request: Request, for operation: Checkout.Operation) throws(Failure) -> JSONDocument? { nil }
    func read(_ call: Call) throws(Failure) -> Draft { throw .internalError }
    func render(
        _ session: CheckoutSession, for operation: Checkout.Operation, at now: Timestamp, _ links: Links
    ) -> Response { Response(status: 200) }
    func render(_ failure: Failure) -> Response { Response(status: 500) }
}

extension MadeUpPlace {
    static var name: String { "acme" }
    static var path: String { "/acme-pay" }
    static var style: PathStyle { .exact }
}

enum Twin: MadeUpPlace {
    static let name = "twin"
    static let path = "/v1/checkout/sessions"
}
enum NamedAsThePages: MadeUpPlace { static let name = "checkout" }
enum NamedAsTheAPI: MadeUpPlace { static let name = "gateway" }
enum NamedAsDurosVersion: MadeUpPlace { static let name = "v1" }
enum AtThePages: MadeUpPlace { static let path = "/checkout/{id}" }
enum AtTheAPI: MadeUpPlace { static let path = "/gateway/v1/sessions" }
enum AtItsHealth: MadeUpPlace { static let path = "/healthz" }
enum AtItsReadiness: MadeUpPlace { static let path = "/readyz" }
enum AtTheDocuments: MadeUpPlace { static let path = "/openapi/{id}" }
enum BehindDurosPrefix: MadeUpPlace { static let path = "/duro/pay" }
enum Anywhere: MadeUpPlace { static let path = "/{place}/pay" }
enum WithASlash: MadeUpPlace {
    static let path = "/{version}/pay/"
    static let style = PathStyle.starlette
}
enum WithASlashAlone: MadeUpPlace {
    static let path = "/"
    static let style = PathStyle.starlette
}
enum WithAnExactSlash: MadeUpPlace { static let path = "/pay/" }
