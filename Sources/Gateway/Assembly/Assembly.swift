package import Checkout
import Wire

/// A gateway without its sockets: an open store, and all that stands between it and the requests. The program and the
/// tests assemble it in the same way, and differ in the store, the clock and the logs that they pass.
struct Assembly {
    /// Opens the store. `random` gives 64 unpredictable bits, for ids; `outbox` makes the deliveries of events;
    /// `deliver` gets the outcomes of each commit.
    typealias Opening = (
        _ random: @escaping @Sendable () -> UInt64,
        _ outbox: any EventOutbox,
        _ deliver: @escaping @Sendable (_ outcomes: [WriteOutcome], _ stopReason: String?) -> Void
    ) throws(Refusal) -> any Store

    let store: any Store
    let sweeper: Sweeper
    /// Nil if the clock cannot be put forward.
    let sandboxClock: SandboxClock?
    /// Nil outside a sandbox.
    let sandbox: Sandbox?
    /// Whether the sandbox's credentials were not in the store before.
    let isFirstStart: Bool
    /// What the API and the sender share.
    let webhooks: WebhookService
    /// Makes the handler of requests, for a gateway that clients reach at this URL unless the settings name another one.
    let application: (_ url: String) -> Application

    /// Throws a ``Refusal`` if the routes or the store cannot be used; the store is closed then.
    ///
    /// - Parameters:
    ///   - accessLog: gets a line for each request; nil: there is no such log.
    ///   - storeLog: gets the news of the store.
    ///   - movesClock: whether clients can put the clock forward.
    ///   - open: called when the routes are known to be sound.
    ///   - wrap: the store as requests use it.
    static func assemble(
        _ settings: Settings, _ dependencies: Dependencies, accessLog: AccessLog?, storeLog: StoreLog,
        movesClock: Bool, open: Opening, wrap: (any Store) -> any SessionStore = { $0 }
    ) throws(Refusal) -> Assembly {
        let table = try RoutingTable(dependencies.providers, settings)
        let sandboxClock =
            movesClock
            ? SandboxClock(
                dependencies.clock, offsetMicroseconds: 0, longestLifetimeSeconds: table.longestLifetimeSeconds) : nil
        let clock: any Clock = sandboxClock ?? dependencies.clock
        let (random, keysInFlight) = (RandomPool(), KeysInFlight())
        let news = WebhookNews()
        let feed = WebhookFeed(dependencies.clock)
        let outbox = WebhookOutbox(dependencies.providers, feed: feed, onDeliveries: news.noteMade)
        let delivery = CommitDelivery(keysInFlight, accessLog, storeLog, news, clock)
        let store = try open(random.word, outbox) { outcomes, stopReason in
            delivery.deliver(outcomes, stopReason: stopReason)
            feed.noteCommit()
        }
        feed.use(store.reader)
        do throws(Refusal) {
            let authenticator = try GatewaySecret.authenticator(store.writer)
            let sandbox = settings.isSandbox ? Sandbox(authenticator, dependencies.types) : nil
            let isFirstStart = try grant(sandbox, store.writer, at: dependencies.clock.now)
            let keys = try Credentials.keyRing(
                settings.file.credentials, of: dependencies.types, isSandbox: settings.isSandbox, store.writer,
                store.reader)
            let openAPI = OpenAPIDocuments(
                of: dependencies.types, in: settings[.openAPIDirectory], program: dependencies.programPath)
            try set(sandboxClock, from: store)
            let sweeper = Sweeper(
                store.writer, clock, storeLog, intervalMilliseconds: settings[.sweepInterval].milliseconds,
                lagSeconds: table.owners.map(\.lifetimeSeconds).min() ?? 0, didRun: news.deliveriesChanged)
            let webhooks = WebhookService(settings, authenticator, realClock: dependencies.clock, news)
            try webhooks.start(settings, store) { dependencies.serverLog.say($0) }
            let requestStore = wrap(store)
            return Assembly(
                store: store, sweeper: sweeper, sandboxClock: sandboxClock, sandbox: sandbox,
                isFirstStart: isFirstStart, webhooks: webhooks
            ) { url in
                let links = Links(publicURL: settings[.publicURL] ?? url, mac: authenticator.code)
                outbox.use(links)
                return Application(
                    Parts(
                        table: table, keys: keys, catalogue: sandbox?.catalogue ?? settings.file.catalogue,
                        links: links,
                        store: requestStore, keysInFlight: keysInFlight, clock: clock, log: accessLog, random: random,
                        openAPI: openAPI, publicURL: settings[.publicURL], crossOrigin: settings[.crossOrigin],
                        entrance: Entrance(settings, credentials: keys.count), storeLog: storeLog,
                        sandboxClock: sandboxClock, webhooks: webhooks, feed: feed,
                        timeLeapt: {
                            sweeper.wake()
                            webhooks.deliveriesChanged()
                        }))
            }
        } catch {
            // The store is closed, so that a failed start leaves no log beside the database.
            store.close()
            throw error
        }
    }

    private static func grant(
        _ sandbox: Sandbox?, _ writer: any StoreWriter, at now: Timestamp
    ) throws(Refusal) -> Bool {
        guard let sandbox else { return false }
        do throws(StoreFailure) {
            return try sandbox.grant(writer, at: now)
        } catch {
            throw Refusal(.database, "the sandbox's credentials cannot be written: \(error).")
        }
    }

    /// Puts a sandbox's clock as far ahead as its store says. Outside a sandbox, resets the store to the machine's
    /// time.
    private static func set(_ clock: SandboxClock?, from store: any Store) throws(Refusal) {
        do throws(StoreFailure) {
            if let clock {
                clock.follow(offsetMicroseconds: try SandboxClock.offsetMicroseconds(in: store.reader))
            } else {
                try SandboxClock.reset(store.writer, store.reader)
            }
        } catch {
            throw Refusal(.database, "the sandbox's clock cannot be read or put back: \(error).")
        }
    }
}

extension RoutingTable {
    /// The routes under some settings. Throws a ``Refusal`` if requests could not be told apart.
    package init(_ providers: [any Provider], _ settings: Settings) throws(Refusal) {
        do throws(Collision) {
            try self.init(providers, hosts: settings.file.hosts, lifetimes: settings.file.lifetimes)
        } catch {
            throw Refusal(.usage, error.description)
        }
    }
}
