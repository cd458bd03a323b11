import Checkout
import Outbound
import SQLiteStorage
import Testing
import Webhooks
import Wire

@testable import Command
@testable import Gateway

/// A gateway whose configuration has a webhook endpoint.
@Suite struct `Configured webhooks` {
    private let key = TemporaryFile(Hex.string([UInt8](repeating: 7, count: 32)))
    private let secret = TemporaryFile("whsec_" + Base64.encode([UInt8](repeating: 9, count: 32)))
    private let configuration: TemporaryFile
    private static let token = "duro_token_of_the_shop"

    init() {
        configuration = TemporaryFile(
            #"""
            {"credentials": [{"provider": "duro", "secret": "\#(Self.token)", "account": "shop"}],
             "public_url": "https://pay.example/x",
             "webhook_secret_keys": [{"id": "k1", "file": "\#(key.path)"}],
             "webhooks": [{"account": "shop", "url": "https://shop.example/hook", "secret_file": "\#(secret.path)",
                           "events": ["checkout.session.completed"]}]}
            """#)
    }

    private func endpoints(_ gateway: InMemoryGateway) throws -> [WebhookEndpointRecord] {
        try gateway.store.reader.find(.webhook(.endpoints(account: nil))).webhook.endpoints
    }

    @Test func `are in the store after a start, and leave it with the file`() throws {
        let gateway = try InMemoryGateway(configuration: configuration.path)
        let made = try endpoints(gateway)
        #expect(made.map(\.origin) == [.configuration])
        #expect(made.map(\.settings.url) == ["https://shop.example/hook"])
        #expect(made.flatMap(\.secrets).map(\.keyID) == ["k1"])
        #expect(try endpoints(gateway.reopened()).isEmpty)
    }

    @Test func `are counted if no key opens their secrets`() throws {
        let gateway = try InMemoryGateway(configuration: configuration.path)
        let made = try endpoints(gateway)
        func unsigned(_ key: SecretSeal.Key?) -> String? {
            let vault = key.map { WebhookVault(SecretSeal($0)) }
            let service = WebhookService(
                vault: vault, policy: AddressPolicy(), realClock: gateway.clock, WebhookNews())
            return service.unsigned(made)
        }
        let bytes = [UInt8](repeating: 7, count: 32)
        #expect(unsigned(SecretSeal.Key(id: "k1", bytes: bytes)) == nil)
        let others = [SecretSeal.Key(id: "k2", bytes: bytes), SecretSeal.Key(id: "k1", bytes: bytes.map { ~$0 })]
        for key in [nil] + others {
            let sentence = unsigned(key)
            #expect(sentence?.hasPrefix("1 webhook endpoint cannot be signed for, ") == true)
            #expect(sentence?.hasSuffix(": k1.") == true)
        }
    }

    @Test func `get the deliveries of what a command does while the gateway is stopped`() async throws {
        let gateway = try InMemoryGateway(configuration: configuration.path)
        let made = try await gateway.post(
            "/v1/checkout/sessions", ["Authorization: Bearer \(Self.token)"], #"{"amount":1}"#)
        #expect(made.status == 201)
        gateway.store.close()
        var invocation = try gateway.invocation([
            "sessions", "complete", "1", "--config", configuration.path, "--database", gateway.database,
        ])
        try SessionsCommand.change(&invocation, .end(.complete))
        let (deliveries, body) = try gateway.stored { reader in
            let page = try reader.find(.webhook(.deliveries(DeliveryFilter(), limit: 10))).webhook.deliveries
            let body = try page.deliveries.first.map { try reader.find(.webhook(.body(delivery: $0.id))).webhook.body }
            return (page.deliveries, body ?? nil)
        }
        #expect(deliveries.map(\.type) == ["checkout.session.completed"])
        #expect(deliveries.map(\.state) == [.pending])
        let text = String(decoding: body ?? [], as: UTF8.self)
        #expect(text.contains("https://pay.example/x/checkout/"), "\(text)")
    }
}
