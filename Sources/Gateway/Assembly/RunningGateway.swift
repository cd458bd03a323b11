import Checkout
import Dispatch
import Glibc
import SQLiteStorage
import Server
import Wire

/// A gateway that serves: the store, the application and the server, started in this order and stopped in reverse.
package final class RunningGateway {
    private let settings: Settings
    private let dependencies: Dependencies
    private let store: SQLiteStore
    private let application: Application
    private let server: Server
    private let log: AccessLog?
    private let sandbox: Sandbox?
    private let isFirstStart: Bool
    private let sweeper: Sweeper
    private let storeLog: StoreLog

    /// How long a stop waits for a reader of the log. The log has at most 4 MiB, which a live reader takes in less
    /// time. A dead reader must not keep the next gateway from the database.
    private static let logPatience = DispatchTimeInterval.seconds(2)

    /// Throws a ``Refusal`` if the database, the routes or the address cannot be used.
    ///
    /// - Parameters:
    ///   - settings: what to serve, and how.
    ///   - isCalledOff: whether the operator wants the gateway to stop while it waits for another one to end.
    package init(
        _ settings: Settings, _ dependencies: Dependencies, isCalledOff: () -> Bool = { false }
    ) throws(Refusal) {
        self.settings = settings
        self.dependencies = dependencies
        let table: RoutingTable
        do throws(RoutingTable.Collision) {
            table = try RoutingTable(
                dependencies.providers, hosts: settings.file.hosts, lifetimes: settings.file.lifetimes)
        } catch {
            throw Refusal(.usage, error.description)
        }
        // If the database exists, the address may belong to a gateway that is about to release both, so the database is
        // waited for first. If it does not exist, the address is taken first, so that a gateway that cannot serve makes
        // no database.
        var early: ListeningPort?
        if !SQLiteStore.isThere(settings[.database]) { early = try Self.listen(settings) }
        let serverLog = dependencies.serverLog
        let storeLog = StoreLog { serverLog.say($0) }
        self.storeLog = storeLog
        let log = settings[.accessLog] ? Self.accessLog(dependencies) : nil
        self.log = log
        let sandboxClock =
            settings.isSandbox
            ? SandboxClock(
                dependencies.clock, offsetMicroseconds: 0, longestLifetimeSeconds: table.longestLifetimeSeconds) : nil
        let clock: any Clock = sandboxClock ?? dependencies.clock
        let keysInFlight = KeysInFlight()
        let random = RandomPool()
        let delivery = CommitDelivery(keysInFlight, log, storeLog, clock)
        // The processors of this thread before the loops start, because the thread of the writer may inherit the one
        // core to which a loop is pinned.
        let processors = ProcessorSet.ofThisThread()
        let store = try Self.openStore(settings, dependencies, isCalledOff, random) { outcomes, stopReason in
            processors?.apply()
            delivery.deliver(outcomes, stopReason: stopReason)
        }
        self.store = store
        do throws(Refusal) {
            let listener: ListeningPort
            if let early = early.take() { listener = early } else { listener = try Self.listen(settings) }
            let authenticator = try GatewaySecret.authenticator(store.writer)
            let sandbox = settings.isSandbox ? Sandbox(authenticator, dependencies.types) : nil
            self.sandbox = sandbox
            isFirstStart = try Self.grant(sandbox, store.writer, at: dependencies.clock.now)
            let keys = try Credentials.keyRing(
                settings.file.credentials, of: dependencies.types, isSandbox: settings.isSandbox, store.writer,
                store.reader)
            let openAPI = OpenAPIDocuments(
                of: dependencies.types, in: settings[.openAPIDirectory], program: dependencies.programPath)
            try Self.set(sandboxClock, from: store)
            let sweeper = Sweeper(
                store.writer, clock, storeLog, intervalMilliseconds: settings[.sweepInterval].milliseconds,
                lagSeconds: table.owners.map(\.lifetimeSeconds).min() ?? 0)
            self.sweeper = sweeper
            var made: Application?
            server = try Self.startServer(settings, on: listener) { port in
                let application = Application(
                    Parts(
                        table: table, keys: keys,
                        catalogue: sandbox?.catalogue ?? settings.file.catalogue,
                        links: Links(
                            publicURL: settings[.publicURL] ?? LocalHost.url(settings[.host], port: Int(port)),
                            mac: authenticator.code),
                        store: store, keysInFlight: keysInFlight, clock: clock, log: log, random: random,
                        openAPI: openAPI,
                        publicURL: settings[.publicURL], crossOrigin: settings[.crossOrigin],
                        entrance: Entrance(settings, credentials: keys.count), storeLog: storeLog,
                        sandboxClock: sandboxClock, timeLeapt: { sweeper.wake() }))
                made = application
                return application
            }
            guard let made else { preconditionFailure("A server has its handler before it starts.") }
            application = made
        } catch {
            // The store is closed, so that a failed start leaves no log beside the database.
            store.close()
            throw error
        }
        sweeper.start()
    }

    private static func accessLog(_ dependencies: Dependencies) -> AccessLog {
        let (clock, serverLog) = (dependencies.clock, dependencies.serverLog)
        return AccessLog(
            descriptor: dependencies.console.output, losses: LogLosses { serverLog.say($0) }, ticks: { clock.ticks })
    }

    /// Opens the store. If another gateway that is stopping still serves it, logs that and waits.
    private static func openStore(
        _ settings: Settings, _ dependencies: Dependencies, _ isCalledOff: () -> Bool, _ random: RandomPool,
        _ deliver: @escaping @Sendable ([WriteOutcome], _ stopReason: String?) -> Void
    ) throws(Refusal) -> SQLiteStore {
        let until = dependencies.clock.ticks + Int64(settings[.lockTimeout].milliseconds) * 1_000
        var hasSaid = false
        do throws(StoreOpenFault) {
            return try SQLiteStore(
                path: settings[.database], options: SQLiteOptions(settings),
                mayWait: { fault in
                    guard dependencies.clock.ticks < until, !isCalledOff() else { return false }
                    if !hasSaid {
                        dependencies.serverLog.say(
                            "\(fault.description) Waiting up to "
                                + "\(settings[.lockTimeout].milliseconds / 1_000) s for it to stop.")
                    }
                    hasSaid = true
                    return true
                }, random: random.word, deliver: deliver)
        } catch {
            throw Refusal(fault: error)
        }
    }

    private static func grant(_ sandbox: Sandbox?, _ writer: SQLiteWriter, at now: Timestamp) throws(Refusal) -> Bool {
        guard let sandbox else { return false }
        do throws(StoreFailure) {
            return try sandbox.grant(writer, at: now)
        } catch {
            throw Refusal(.database, "the sandbox's credentials cannot be written: \(error).")
        }
    }

    /// Puts a sandbox's clock as far ahead as its store says. Outside a sandbox, resets the store to the machine's
    /// time.
    private static func set(_ clock: SandboxClock?, from store: SQLiteStore) throws(Refusal) {
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

    private static func listen(_ settings: Settings) throws(Refusal) -> ListeningPort {
        OpenFileLimit.raise()
        do throws(ServerFault) {
            return try ListeningPort(
                host: settings[.host], port: UInt16(truncatingIfNeeded: settings[.port]),
                backlog: ServerLimits(settings).backlogConnectionsMax)
        } catch {
            throw Refusal(fault: error, settings)
        }
    }

    private static func startServer(
        _ settings: Settings, on listener: consuming ListeningPort, _ handler: (UInt16) -> any Handler
    ) throws(Refusal) -> Server {
        do throws(ServerFault) {
            return try Server(on: listener, limits: ServerLimits(settings), handler: handler)
        } catch {
            throw Refusal(fault: error, settings)
        }
    }

    /// Counting more sessions would slow the start. With more, the latest session's number is used, which is a little
    /// larger if writes were refused.
    private static let countMax: Int64 = 10_000

    /// One sentence for the log: what the gateway serves, and how.
    private func introduction() -> String {
        let mode = settings.file.path.map { "with the configuration \($0)" } ?? "as a sandbox, without a configuration"
        let count: String
        do throws(StoreFailure) {
            let exact = try store.reader.sessionCount(upTo: Self.countMax)
            let isExact = exact < Self.countMax
            let number = isExact ? exact : try store.reader.greatestKeyAndNumber().number
            count = "\(isExact ? "" : "about ")\(number) session\(number == 1 ? "" : "s")"
        } catch {
            count = "sessions that cannot be counted: \(error)"
        }
        return "serving \(mode); the database \(settings[.database]) has \(count)."
    }

    /// Prints the lines of a start; the last one says that it listens. It does not wait for a reader, so that a gateway
    /// whose output is not read can be stopped.
    package func announce() {
        let (console, serverLog) = (dependencies.console, dependencies.serverLog)
        serverLog.say(introduction())
        store.writer.leave(address: LocalHost.url(settings[.host], port: Int(server.port)))
        var lines: [String] = []
        if let sandbox {
            if isFirstStart {
                lines.append("This is a sandbox: a test credential for each provider, and a request to paste.")
                lines += sandbox.lines(baseURL: LocalHost.url(settings[.host], port: Int(server.port))) + [""]
            } else {
                lines.append(
                    "This is a sandbox; its credentials: \(Sandbox.listCommand(settings, port: server.port))")
            }
            if !settings.isLoopback {
                serverLog.say("a sandbox listens on \(settings[.host]), which others may reach.")
            }
        }
        lines.append("listening on \(LocalHost.listeningURL(settings[.host], port: Int(server.port)))")
        DispatchQueue(label: "announcement").async { [lines] in
            do throws(Refusal) {
                try console.print(lines)
            } catch {
                serverLog.say(error.sentence)
            }
        }
    }

    /// Finishes the requests in flight, commits their writes, and returns how many connections were cut off.
    package func stop() -> Int {
        application.beginStopping()
        // A balancer that asks /readyz learns of the stop while new connections are still accepted, and not from a
        // refused one.
        usleep(UInt32(settings[.stopNotice].milliseconds) * 1_000)
        let cut = server.stop(drain: .milliseconds(settings[.drainTimeout].milliseconds))
        sweeper.stop()
        store.close()
        storeLog.noteStop(store.stopReason, ticks: dependencies.clock.ticks)
        log?.finish(within: Self.logPatience)
        return cut
    }
}

extension Refusal {
    /// The message for an address on which the gateway cannot serve.
    fileprivate init(fault: ServerFault, _ settings: Settings) {
        switch fault {
        case .hostUnknown(let host):
            self.init(.unavailable, "the host \(host) is not known.")
        case .addressUnavailable(let code):
            self.init(
                .unavailable, "\(settings[.host]):\(settings[.port]) cannot be listened on: \(TextFile.reason(code))")
        case .resourcesUnavailable(let code):
            self.init(.unavailable, "the system has no room for an event loop: \(TextFile.reason(code))")
        }
    }
}
