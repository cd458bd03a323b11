import Checkout

/// The parts of which an application is made.
struct Parts {
    var table: RoutingTable
    var keys: KeyRing
    var catalogue: Catalogue
    var links: Links
    var store: any SessionStore
    /// The same object as in the delivery to which the store delivers.
    var keysInFlight: KeysInFlight
    var clock: any Clock
    var log: AccessLog?
    var random: RandomPool
    var openAPI: OpenAPIDocuments
    /// Where clients reach the gateway, if the settings say it; ``links`` always has an address.
    var publicURL: String?
    /// Nil: pages of other origins may not read any answer.
    var crossOrigin: CrossOriginPolicy?
    /// By default, no caller is limited and no proxy is trusted.
    var entrance = Entrance()
    var storeLog: StoreLog
    /// The same object as ``clock`` in a sandbox; nil outside one.
    var sandboxClock: SandboxClock?
    /// What is known of webhooks.
    var webhooks: WebhookService
    /// The same object as in the outbox of the store.
    var feed: WebhookFeed
    /// Called after the clock was put forward or back.
    var timeLeapt: @Sendable () -> Void = {}
}
