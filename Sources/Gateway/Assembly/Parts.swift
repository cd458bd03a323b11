import Checkout

/// What an application is put together from.
struct Parts {
    var table: RoutingTable
    var keys: KeyRing
    var catalogue: Catalogue
    var links: Links
    var store: any SessionStore
    /// The same as the one of the delivery that the store delivers to.
    var keysInFlight: KeysInFlight
    var clock: any Clock
    var log: AccessLog?
    var random: RandomPool
    var openAPI: OpenAPIDocuments
    /// Where clients reach the gateway, as far as the settings say; ``links`` has an address in any case.
    var publicURL: String?
    /// Nil: pages of other origins may not read any answer.
    var crossOrigin: CrossOriginPolicy?
    /// Without anything said, nobody is limited and no proxy is trusted.
    var entrance = Entrance()
    var storeLog = StoreLog { ServerLog.say($0) }
    /// The same as ``clock``, in a sandbox; nil elsewhere.
    var sandboxClock: SandboxClock?
    /// Called when time was put forward or back.
    var timeLeapt: @Sendable () -> Void = {}
}
