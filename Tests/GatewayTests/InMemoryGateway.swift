import Checkout
import Dispatch
import Glibc
import Providers
import SQLiteStorage
import Server
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Command
@testable import Gateway

/// A clock that stands still until a test moves it.
final class ManualClock: Clock {
    private let microseconds = Mutex<Int64>(1_790_000_000_000_000)

    var now: Timestamp { Timestamp(microseconds: microseconds.withLock { $0 }) }
    var ticks: Int64 { microseconds.withLock { $0 } }

    func advance(seconds: Int64) {
        microseconds.withLock { $0 += seconds * 1_000_000 }
    }
}

/// The application on a store of its own, with the conformance configuration and without sockets.
final class InMemoryGateway: Sendable {
    /// Holds the store's answers back.
    private final class Gate: Sendable {
        let isHeld = Atomic(false)
        let passage = DispatchSemaphore(value: 0)
    }

    let application: Application
    let clock = ManualClock()
    /// The application's clock: ``clock``, and as far ahead as it was put.
    /// Nil for a gateway whose clock cannot be put forward.
    let sandboxClock: SandboxClock?
    let sweeper: Sweeper
    let webhooks: WebhookService
    let store: SQLiteStore
    /// The store as the application uses it.
    let counted: CountingStore
    let links: Links
    private let dependencies: Dependencies
    private let gate = Gate()
    private let folder: Folder
    private let lines: Lines

    /// The lines of the store's log.
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    /// The folder of the database, which lives as long as a gateway uses it.
    final class Folder: Sendable {
        private let path: String
        var database: String { path + "/test.db" }

        init() {
            var template = Array("/tmp/gateway-test-XXXXXX".utf8CString)
            _ = mkdtemp(&template)
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit {
            for name in ["test.db", "test.db-wal", "test.db-shm", "test.db.lock"] { unlink("\(path)/\(name)") }
            rmdir(path)
        }
    }

    /// Whether the tests run with a store that answers later.
    private static let answersLate = getenv("GATEWAY_TESTS_STORE").map { String(cString: $0) } == "late"

    static let fixtures = FixtureFile.root + "/Tests/Fixtures"

    /// - Parameters:
    ///   - configuration: the path of a configuration; nil: a sandbox, with ``sandbox``'s credentials.
    ///   - flags: settings besides those of the configuration.
    ///   - providers: the providers that it serves.
    ///   - hasClock: whether its clock can be put forward, as a sandbox's can.
    ///   - answersLate: whether its store answers every query later and from another thread, in any order. By default
    ///     it does if the variable GATEWAY_TESTS_STORE is `late`.
    convenience init(
        configuration: String? = InMemoryGateway.fixtures + "/conformance.json", flags: [String: String] = [:],
        providers: [any Provider] = Registry.providers, hasClock: Bool = true,
        answersLate: Bool = InMemoryGateway.answersLate
    ) throws {
        try self.init(configuration, flags, Folder(), providers, hasClock: hasClock, answersLate: answersLate)
    }

    private init(
        _ configuration: String?, _ flags: [String: String], _ folder: Folder,
        _ providers: [any Provider] = Registry.providers, hasClock: Bool = true,
        answersLate: Bool = InMemoryGateway.answersLate
    ) throws {
        self.folder = folder
        let lines = Lines()
        self.lines = lines
        dependencies = Dependencies(
            providers: providers, clock: clock,
            console: Console(output: STDOUT_FILENO, errors: STDERR_FILENO), environment: [:],
            programPath: FixtureFile.root + "/.build/checkout-gateway")
        let settings = try SettingsReader.read(
            flags: flags, environment: [:], path: configuration, providers: dependencies.types)
        var opened: (store: SQLiteStore, counted: CountingStore)?
        let assembly = try Assembly.assemble(
            settings, dependencies, accessLog: nil,
            storeLog: StoreLog { line in lines.all.withLock { $0.append(line) } }, movesClock: hasClock,
            open: { [gate] (random, outbox, deliver) throws(Refusal) in
                let options = SQLiteOptions(StoreLimits(settings))
                let store = try Self.open(folder.database, options, random, outbox) { outcomes, stopReason in
                    if gate.isHeld.load(ordering: .acquiring) { gate.passage.wait() }
                    deliver(outcomes, stopReason)
                }
                opened = (store, CountingStore(answersLate ? LateStore(store) : store))
                return store
            }, wrap: { store in if let opened { opened.counted } else { store } })
        let (store, counted) = try #require(opened)
        self.store = store
        self.counted = counted
        sweeper = assembly.sweeper
        webhooks = assembly.webhooks
        sandboxClock = assembly.sandboxClock
        application = assembly.application(Self.url)
        links = Links(publicURL: Self.url, mac: MessageAuthenticator(key: Self.secret).code)
    }

    /// The credentials of a gateway without a configuration.
    static let sandbox = Sandbox(
        MessageAuthenticator(key: secret), Registry.providers.map { type(of: $0) as any Provider.Type })

    /// Where pages are, unless a test sets `public_url`.
    private static let url = "https://pay.example"
    /// The secret of every database, so that tokens and hashes do not change from run to run.
    private static let secret = [UInt8](repeating: 7, count: 32)

    private static func open(
        _ path: String, _ options: SQLiteOptions, _ random: @escaping @Sendable () -> UInt64,
        _ outbox: any EventOutbox, _ deliver: @escaping @Sendable ([WriteOutcome], String?) -> Void
    ) throws(Refusal) -> SQLiteStore {
        do {
            let store = try SQLiteStore(
                path: path, options: options, outbox: outbox, random: random, deliver: deliver)
            _ = try store.writer.setting(GatewaySecret.name, default: secret)
            return store
        } catch {
            throw Refusal(.database, "\(error)")
        }
    }

    deinit {
        store.close()
    }

    /// Another gateway on the same file, which knows only what is in the file. This gateway cannot write any more.
    func reopened() throws -> InMemoryGateway {
        store.writer.close()
        return try InMemoryGateway(InMemoryGateway.fixtures + "/conformance.json", [:], folder)
    }

    /// The path of the database.
    var database: String { folder.database }

    /// The lines of the store's log.
    var said: [String] { lines.all.withLock { $0 } }

    /// Reads the file itself, without what the gateway remembers.
    func stored<Value>(_ body: (SQLiteReader) throws -> Value) throws -> Value {
        let reader = try SQLiteReader(path: folder.database)
        defer { reader.close() }
        return try body(reader)
    }

    /// Makes the store hold its answers back, as a disk that hangs would.
    func holdAnswers() {
        gate.isHeld.store(true, ordering: .releasing)
    }

    /// Ends ``holdAnswers()``.
    func releaseAnswers() {
        gate.isHeld.store(false, ordering: .releasing)
        gate.passage.signal()
    }

    /// Sends the bytes of one whole request and waits for its answer.
    func answer(toBytes bytes: [UInt8], from peer: PeerAddress = InMemoryGateway.peer) async throws -> Response {
        var state = ConnectionState(limits: HTTPLimits())
        var offset = 0
        var request: Request?
        steps: while true {
            switch state.read(bytes.span, from: &offset) {
            case .handle(let whole):
                request = whole
                break steps
            case .sendContinue: continue
            case .refuse(let error, let head):
                return application.refuse(error, head: head, peer: peer)
            case .wait, .close:
                break steps
            }
        }
        let whole = try #require(request, "the request is not whole")
        return await withCheckedContinuation { continuation in
            let exchange = Exchange(peer: peer) { continuation.resume(returning: $0) }
            if let response = application.handle(whole, exchange) { continuation.resume(returning: response) }
            application.endIteration()
        }
    }

    /// The words of a command line, for a program with this gateway's clock.
    func invocation(_ words: [String]) throws(Refusal) -> Invocation {
        try Invocation(words, of: Program(dependencies))
    }

    static let peer = PeerAddress(ipv4: 127, 0, 0, 1, port: 1)

    /// Sends a request and waits for its answer.
    func send(
        _ method: String, _ path: String, _ fields: [String] = [], body: [UInt8]? = nil, host: String = "gateway.test",
        from peer: PeerAddress = InMemoryGateway.peer
    ) async throws -> Response {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
        for field in fields { text += field + "\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        return try await answer(toBytes: Array((text + "\r\n").utf8) + (body ?? []), from: peer)
    }

    /// Sends a JSON body.
    func post(_ path: String, _ fields: [String], _ json: String) async throws -> Response {
        try await send("POST", path, fields + ["Content-Type: application/json"], body: Array(json.utf8))
    }
}

/// The credentials of the conformance configuration, as header fields.
enum Conformance {
    static let dollr = bearer("dollr")
    static let billing = bearer("billing")
    static let duro = bearer("duro")
    static let meteroid = bearer("meteroid")
    static let userdocks = bearer("userdocks")
    static let adminSecret = "gw_admin_conformance0000000000000000000"
    static let admin = "Authorization: Bearer \(adminSecret)"
    static let clientID = ProviderFixture.named("userdocks")?.values["client_id"] ?? ""
    static let userdocksKey = ProviderFixture.named("userdocks")?.sample.fields ?? []
    static let userdocksBody = ProviderFixture.named("userdocks")?.sample.body ?? ""

    private static func bearer(_ name: String) -> String {
        "Authorization: Bearer \(ProviderFixture.named(name)?.values["token"] ?? "")"
    }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// A member of the body, by its path.
    func member(_ path: String...) -> JSON? {
        var value = JSONDocument(utf8: body).root
        for name in path { value = value?.member(bytes: name.utf8) }
        return value
    }

    func field(_ name: String) -> String? {
        if name == "X-Request-Id" { return requestID }
        return fields.first { $0.name == name }?.value ?? sharedField(name)
    }

    private func sharedField(_ name: String) -> String? {
        let lines = String(decoding: sharedFields?.lines ?? [], as: UTF8.self).split(separator: "\r\n")
        return lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}
