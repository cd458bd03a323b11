import Checkout
import Dispatch
import Glibc
import Outbound
import Server
import Wire

/// A gateway that serves: the store, the application and the server, started in this order and stopped in reverse.
package final class RunningGateway {
    private let settings: Settings
    private let dependencies: Dependencies
    private let assembly: Assembly
    private let application: Application
    private let server: Server
    private let outbound: Outbound
    private let sender: WebhookSender
    private let log: AccessLog?
    private let storeLog: StoreLog

    /// How long a stop waits for a reader of the log. The log has at most 4 MiB, which a live reader takes in less
    /// time. A dead reader must not keep the next gateway from the database.
    private static let logPatience = DispatchTimeInterval.seconds(2)

    /// How long a stop waits for the answers of endpoints. An event whose attempt is cut is sent again after the next
    /// start, and an endpoint that hangs must not delay a restart.
    private static let attemptPatience = Duration.seconds(5)

    /// Throws a ``Refusal`` if the database, the routes or the address cannot be used.
    ///
    /// - Parameters:
    ///   - settings: what to serve, and how.
    ///   - dependencies: what the gateway uses of its process.
    ///   - isCalledOff: whether the operator wants the gateway to stop while it waits for another one to end.
    package init(
        _ settings: Settings, _ dependencies: Dependencies, isCalledOff: () -> Bool = { false }
    ) throws(Refusal) {
        self.settings = settings
        self.dependencies = dependencies
        let serverLog = dependencies.serverLog
        let storeLog = StoreLog { serverLog.say($0) }
        self.storeLog = storeLog
        let log = settings[.accessLog] ? Self.accessLog(dependencies) : nil
        self.log = log
        // The processors of this thread before the loops start, because the thread of the writer may inherit the one
        // core to which a loop is pinned.
        let processors = ProcessorSet.ofThisThread()
        var listener: ListeningPort?
        let assembly = try Assembly.assemble(
            settings, dependencies, accessLog: log, storeLog: storeLog, movesClock: settings.isSandbox
        ) { (random, outbox, deliver) throws(Refusal) in
            // If the database exists, the address may belong to a gateway that is about to release both, so the
            // database is waited for first. If it does not exist, the address is taken first, so that a gateway that
            // cannot serve makes no database.
            if !settings.engine.exists { listener = try Self.listen(settings) }
            let store = try Self.openStore(settings, dependencies, isCalledOff, random, outbox) {
                outcomes, stopReason in
                processors?.apply()
                deliver(outcomes, stopReason)
            }
            do throws(Refusal) {
                if listener == nil { listener = try Self.listen(settings) }
            } catch {
                store.close()
                throw error
            }
            return store
        }
        self.assembly = assembly
        let policy = assembly.webhooks.policy
        outbound = Outbound(policy: { policy }, authorities: settings[.outboundCAFile])
        var made: Application?
        var started: WebhookSender?
        do throws(Refusal) {
            started = WebhookSender(assembly, outbound.untrusted, settings, dependencies)
            guard let port = listener.take() else { preconditionFailure("A store is opened with a port to listen on.") }
            server = try Self.startServer(settings, on: port) { port in
                let application = assembly.application(LocalHost.url(settings[.host], port: Int(port)))
                made = application
                return application
            }
        } catch {
            started?.beginStopping(drain: .zero)
            started?.stop()
            assembly.store.close()
            throw error
        }
        guard let made, let started else { preconditionFailure("A server has its handler before it starts.") }
        application = made
        sender = started
        assembly.sweeper.start()
    }

    private static func accessLog(_ dependencies: Dependencies) -> AccessLog {
        let (clock, serverLog) = (dependencies.clock, dependencies.serverLog)
        return AccessLog(
            descriptor: dependencies.console.output, losses: LogLosses { serverLog.say($0) }, ticks: { clock.ticks })
    }

    /// Opens the store. If another gateway that is stopping still serves it, logs that and waits.
    private static func openStore(
        _ settings: Settings, _ dependencies: Dependencies, _ isCalledOff: () -> Bool,
        _ random: @escaping @Sendable () -> UInt64, _ outbox: any EventOutbox,
        _ deliver: @escaping @Sendable ([WriteOutcome], _ stopReason: String?) -> Void
    ) throws(Refusal) -> any Store {
        let until = dependencies.clock.ticks + Int64(settings[.lockTimeout].milliseconds) * 1_000
        var hasSaid = false
        do throws(StoreOpenFault) {
            return try settings.engine.serve(
                limits: StoreLimits(settings), random: random, outbox: outbox,
                mayWait: { fault in
                    guard dependencies.clock.ticks < until, !isCalledOff() else { return false }
                    if !hasSaid {
                        dependencies.serverLog.say(
                            "\(fault.description) Waiting up to "
                                + "\(settings[.lockTimeout].milliseconds / 1_000) s for it to stop.")
                    }
                    hasSaid = true
                    return true
                }, migrating: { dependencies.serverLog.say("\($0)") }, deliver: deliver)
        } catch {
            throw Refusal(fault: error)
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

    /// One sentence for the log: what the gateway serves, and how.
    private func introduction() -> String {
        let mode = settings.file.path.map { "with the configuration \($0)" } ?? "as a sandbox, without a configuration"
        let count: String
        do throws(StoreFailure) {
            let (number, isExact) = try assembly.store.reader.sessionCount()
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
        assembly.store.announce(address: LocalHost.url(settings[.host], port: Int(server.port)))
        var lines: [String] = []
        if let sandbox = assembly.sandbox {
            if assembly.isFirstStart {
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
        sender.beginStopping(drain: min(Self.attemptPatience, settings[.drainTimeout]))
        let cut = server.stop(drain: .milliseconds(settings[.drainTimeout].milliseconds))
        assembly.sweeper.stop()
        sender.stop()
        outbound.close(drain: .zero)
        assembly.store.close()
        storeLog.noteStop(assembly.store.stopReason, ticks: dependencies.clock.ticks)
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
