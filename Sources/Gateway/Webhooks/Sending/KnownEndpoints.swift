import Checkout
import Outbound
import Webhooks
import Wire

/// The endpoints that the sender has read, so that an attempt does not have to read its endpoint.
struct KnownEndpoints {
    /// An endpoint as far as an attempt needs it.
    struct Known {
        let record: WebhookEndpointRecord
        let url: TargetURL
        let secrets: LiveSecrets
        /// With the attempts that ended since the endpoint was read.
        var health: EndpointHealth
        fileprivate let readAt: Int64
    }

    /// Why nothing can be sent to an endpoint at present.
    enum Fault: Error {
        /// It is no longer kept.
        case removed
        /// The store cannot be read.
        case unreadable(StoreFailure)
        /// Its secrets cannot be opened, or its URL cannot be called: a sentence without a full stop.
        case unusable(String)
    }

    private let reader: any StoreReader
    private let vault: WebhookVault?
    private var known: [Int64: Known] = [:]

    /// How long an endpoint counts as it was read, in microseconds. Another gateway on the same store may change it.
    private static let freshMicroseconds: Int64 = 1_000_000

    init(_ reader: any StoreReader, _ vault: WebhookVault?) {
        self.reader = reader
        self.vault = vault
    }

    /// The endpoint with this number, read from the store unless that was done a moment ago.
    ///
    /// - Parameter ticks: microseconds of a monotonic clock.
    mutating func endpoint(_ id: Int64, ticks: Int64) throws(Fault) -> Known {
        if let present = known[id], ticks - present.readAt < Self.freshMicroseconds { return present }
        known[id] = nil
        let found: WebhookEndpointRecord?
        do throws(StoreFailure) {
            found = try reader.find(.webhook(.endpoint(id, includingRemoved: true))).webhook.endpoint
        } catch {
            throw .unreadable(error)
        }
        guard let record = found else { throw .removed }
        let health = EndpointHealth(failingSince: record.health.failingSince, failures: record.health.failures)
        let known = Known(
            record: record, url: try Self.url(record), secrets: try secrets(of: record), health: health, readAt: ticks)
        self.known[id] = known
        return known
    }

    /// Scheme, host and port of an endpoint; nil if nothing can be sent to it at present.
    mutating func host(of id: Int64, ticks: Int64) -> String? {
        try? endpoint(id, ticks: ticks).url.origin
    }

    private static func url(_ record: WebhookEndpointRecord) throws(Fault) -> TargetURL {
        do throws(TargetURL.Fault) {
            return try TargetURL(record.settings.url)
        } catch {
            throw .unusable("its URL cannot be called: \(error.rule)")
        }
    }

    private func secrets(of record: WebhookEndpointRecord) throws(Fault) -> LiveSecrets {
        guard let vault else { throw .unusable("webhook_secret_keys has no key to open its secret") }
        do throws(SecretSeal.Fault) {
            return try vault.secrets(of: record)
        } catch {
            switch error {
            case .unknownKey(let id): throw .unusable("webhook_secret_keys has no key \"\(id)\" to open its secret")
            case .wrong(let id): throw .unusable("the key \"\(id)\" of webhook_secret_keys does not open its secret")
            }
        }
    }

    /// Remembers how the last attempt to an endpoint ended.
    mutating func note(_ health: EndpointHealth, of id: Int64) {
        known[id]?.health = health
    }

    /// Reads the endpoint again before the next attempt.
    mutating func forget(_ id: Int64) {
        known[id] = nil
    }
}
