import Checkout
import Glibc
import Providers
import Server
import Storage
import Synchronization
import Testing
import Wire

@testable import Gateway

/// A clock that stands still until it is moved.
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
    private final class Delivery: Sendable {
        let application = Mutex<Application?>(nil)
    }

    let application: Application
    let clock = ManualClock()
    /// The one that the application tells the time by: ``clock``, and as far ahead as it was put.
    let sandboxClock: SandboxClock
    let sweeper: Sweeper
    let store: SQLiteStore<Receipt>
    let links: Links
    private let folder: String

    static let fixtures = #filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" } + "/Fixtures"

    init(configuration: String = InMemoryGateway.fixtures + "/conformance.json") throws {
        var template = Array("/tmp/gateway-test-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let types = Registry.providers.map { type(of: $0) as any Provider.Type }
        let settings = try SettingsReader.read(flags: [:], environment: [:], path: configuration, providers: types)
        let delivery = Delivery()
        store = try SQLiteStore(path: "\(folder)/test.db") { settled in
            delivery.application.withLock { $0 }?.deliver(settled)
        }
        let random = RandomPool()
        let sandboxClock = SandboxClock(clock, offsetMicroseconds: 0)
        self.sandboxClock = sandboxClock
        sweeper = Sweeper(store.writer, sandboxClock, intervalMilliseconds: 1_000, lagSeconds: 1_800)
        links = Links(
            publicURL: "https://pay.example", mac: MessageAuthenticator(key: Array(repeating: 7, count: 32)).code)
        application = Application(
            Parts(
                table: try RoutingTable(Registry.providers, hosts: settings.file.hosts),
                keys: try Credentials.keyRing(settings.file.credentials, store.writer, store.reader),
                catalogue: settings.file.catalogue, lifetimes: settings.file.lifetimes, links: links,
                ids: SessionIDs(afterKey: 0, number: 0, random: random.word), store: store,
                clock: sandboxClock, log: nil, random: random, openAPI: OpenAPIDocuments(in: nil),
                sandboxClock: sandboxClock))
        delivery.application.withLock { [application] in $0 = application }
    }

    deinit {
        store.close()
        for name in ["test.db", "test.db-wal", "test.db-shm", "test.db.lock"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    /// Sends the bytes of one whole request and waits for its answer, however late it comes.
    func answer(toBytes bytes: [UInt8]) async throws -> Response {
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
                return application.refuse(error, head: head, peer: Self.peer)
            case .wait, .close:
                break steps
            }
        }
        let whole = try #require(request, "the request is not whole")
        return await withCheckedContinuation { continuation in
            let exchange = Exchange(peer: Self.peer) { continuation.resume(returning: $0) }
            if let response = application.handle(whole, exchange) { continuation.resume(returning: response) }
        }
    }

    private static let peer = PeerAddress(ipv4: 127, 0, 0, 1, port: 1)

    /// Sends a request and waits for its answer.
    func send(
        _ method: String, _ path: String, _ fields: [String] = [], body: [UInt8]? = nil, host: String = "gateway.test"
    ) async throws -> Response {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
        for field in fields { text += field + "\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        return try await answer(toBytes: Array((text + "\r\n").utf8) + (body ?? []))
    }

    /// Sends a JSON body.
    func post(_ path: String, _ fields: [String], _ json: String) async throws -> Response {
        try await send("POST", path, fields + ["Content-Type: application/json"], body: Array(json.utf8))
    }
}

/// The credentials of the conformance configuration, as header fields.
enum Conformance {
    static let dollr = "Authorization: Bearer dollr-conformance-token"
    static let billing = "Authorization: Bearer billing-conformance-token"
    static let duro = "Authorization: Bearer sk_test_conformance000000000000000000"
    static let meteroid = "Authorization: Bearer pv_sand_Q7n42DGM5Tflk9n8mt7Fhc7XyZaB/2vIOgNg2ElyLMxWAPn6Xz"
    static let userdocks = "Authorization: Bearer userdocks-conformance-access-token"
    static let admin = "Authorization: Bearer gw_admin_conformance0000000000000000000"
    static let clientID = "408edd4e-ef97-49f6-8a02-7f325e897096"
    static let userdocksKey = [
        "X-API-KEY: ud_write_conformance000000000000000", "X-API-KEY-TYPE: write", "X-CLIENT-ID: \(clientID)",
    ]
    static let userdocksBody = """
        {"price":"price_1","taxRate":"txr_1","allowedCountry":"DE","paymentMethodType":"card",\
        "billingAddressCollection":true,"mode":"payment","quantity":1,"isReverseCharge":false,\
        "state":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
        """
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// A member of the body, by its path.
    func member(_ path: String...) -> JSON? {
        var value = JSONDocument(utf8: body).root
        for name in path { value = value?.member(bytes: name.utf8) }
        return value
    }

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}
