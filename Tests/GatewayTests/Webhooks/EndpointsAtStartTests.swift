import Checkout
import Testing
import Webhooks
import Wire

@testable import Gateway

/// What a start changes of the endpoints in the store.
@Suite struct `Endpoints at the start` {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let account = AccountID(3)
    private static let url = "https://shop.example/hook"

    private let keys: [SecretSeal.Key]

    init() throws {
        keys = try (1...2).map { number in
            try #require(SecretSeal.Key(id: "k\(number)", bytes: [UInt8](repeating: UInt8(number), count: 32)))
        }
    }

    private var vault: WebhookVault { WebhookVault(SecretSeal(keys[0])) }
    /// Of settings in which a new key comes first.
    private var newVault: WebhookVault { WebhookVault(SecretSeal(keys[1], others: [keys[0]])) }

    private func secret(_ byte: UInt8) throws -> WebhookSecret {
        try #require(WebhookSecret(kept: [UInt8](repeating: byte, count: 32)))
    }

    private func declared(
        _ url: String = Self.url, secret byte: UInt8 = 1, events: [String]? = nil
    ) throws -> EndpointsAtStart.Declared {
        let draft = try WebhookEndpointDraft(WebhookEndpointMembers(url: url, events: events)) { _ in nil }
        let webhook = DeclaredWebhook(
            location: "webhooks[0]", account: "shop", draft: draft, secret: try secret(byte))
        return (webhook, Self.account)
    }

    /// An endpoint as the store has it after a start with ``declared(_:secret:events:)``.
    private func record(
        _ id: Int64 = 1, _ url: String = Self.url, origin: WebhookOrigin = .configuration,
        secrets: [SealedSecret]? = nil, disabled: WebhookEndpointRecord.Disabled? = nil, isRemoved: Bool = false
    ) throws -> WebhookEndpointRecord {
        WebhookEndpointRecord(
            id: id, account: Self.account, origin: origin, createdAt: Self.now,
            settings: WebhookSettings(url: url, format: 0, types: ["*"]), disabled: disabled,
            secrets: try secrets ?? [vault.sealed(secret(1), of: Self.account, at: Self.now)],
            isRemoved: isRemoved)
    }

    private func writes(
        _ declared: [EndpointsAtStart.Declared]?, _ present: [WebhookEndpointRecord], _ vault: WebhookVault?,
        at now: Timestamp = Self.now
    ) throws -> [WebhookWrite] {
        try EndpointsAtStart(vault: vault, now: now).writes(for: declared, present: present)
    }

    /// The secrets that the only write gives an endpoint.
    private func replaced(
        _ declared: [EndpointsAtStart.Declared]?, _ present: WebhookEndpointRecord, _ vault: WebhookVault?,
        at now: Timestamp = Self.now
    ) throws -> [SealedSecret] {
        let writes = try writes(declared, [present], vault, at: now)
        guard writes.count == 1, case .replaceSecrets(present.id, let secrets) = writes[0] else {
            Issue.record("\(writes)")
            return []
        }
        return secrets
    }

    @Test func `follow the file`() throws {
        let other = "https://shop.example/other"
        guard case .addEndpoint(let new) = try writes([declared()], [], vault).first else {
            Issue.record("nothing is added")
            return
        }
        #expect(new.account == Self.account && new.origin == .configuration && new.createdAt == Self.now)
        #expect(new.settings == WebhookSettings(url: Self.url, format: 0, types: ["*"]))
        #expect(vault.secret(new.secret, of: Self.account) == (try secret(1)))
        #expect(try writes([declared()], [record()], vault).isEmpty)
        let changed = try writes([declared(events: ["checkout.session.completed"])], [record()], vault)
        guard changed.count == 1, case .changeEndpoint(1, nil, let settings, nil, nil) = changed[0] else {
            Issue.record("\(changed)")
            return
        }
        #expect(settings.types == ["checkout.session.completed"])
        let moved = try writes([declared(other)], [record()], vault)
        guard moved.count == 2, case .removeEndpoint(1, nil) = moved[0], case .addEndpoint = moved[1] else {
            Issue.record("\(moved)")
            return
        }
        guard case .removeEndpoint(1, nil) = try writes([], [record()], nil).first else {
            Issue.record("an endpoint that left the file stays")
            return
        }
    }

    @Test func `leave those alone that others have made, or that a sandbox finds`() throws {
        #expect(try writes([], [record(origin: .api)], vault).isEmpty)
        #expect(try writes(nil, [record()], vault).isEmpty)
    }

    @Test func `come again beside a removed one, whose secret is sealed under the first key`() throws {
        let gone = try record(isRemoved: true)
        let again = try writes([declared()], [gone], vault)
        guard again.count == 1, case .addEndpoint = again[0] else {
            Issue.record("\(again)")
            return
        }
        for declared in [nil, []] as [[EndpointsAtStart.Declared]?] {
            #expect(try writes(declared, [gone], vault).isEmpty)
            #expect(try replaced(declared, gone, newVault).map(\.keyID) == ["k2"])
        }
        let leaving = try writes([], [record()], newVault)
        guard leaving.count == 2, case .replaceSecrets = leaving[0], case .removeEndpoint = leaving[1] else {
            Issue.record("\(leaving)")
            return
        }
    }

    @Test func `stay disabled`() throws {
        for reason in WebhookDisabling.allCases {
            let disabled = WebhookEndpointRecord.Disabled(reason, since: Self.now)
            #expect(try writes([declared()], [record(disabled: disabled)], vault).isEmpty)
        }
    }

    @Test func `get a new secret beside the old one for a day`() throws {
        let present = try record()
        let secrets = try replaced([declared(secret: 2)], present, vault)
        var old = present.secrets[0]
        old.retiredAt = Self.now.advanced(seconds: 86_400)
        #expect(secrets.first == old)
        #expect(secrets.count == 2 && secrets[1].retiredAt == nil && secrets[1].createdAt == Self.now)
        #expect(vault.secret(secrets[1], of: Self.account) == (try secret(2)))
        #expect(try writes([declared(secret: 2)], [record(secrets: secrets)], vault).isEmpty)
        // Back to the first secret: it signs once, and not twice.
        let later = Self.now.advanced(seconds: 60)
        let back = try replaced([declared()], record(secrets: secrets), vault, at: later)
        #expect(back.map { vault.secret($0, of: Self.account) } == [try secret(2), try secret(1)])
        #expect(back.map(\.retiredAt) == [later.advanced(seconds: 86_400), nil])
    }

    @Test func `are refused a fourth secret until the oldest end, which are removed then`() throws {
        var present = try record()
        for byte: UInt8 in 2...3 {
            present.secrets = try replaced([declared(secret: byte)], present, vault)
        }
        let third = present
        let refusal = #expect(throws: Refusal.self) { try writes([declared(secret: 4)], [third], vault) }
        #expect(refusal?.code == .usage)
        #expect(refusal?.sentence.hasPrefix("webhooks[0].secret_file of the configuration has another secret") == true)
        let end = Self.now.advanced(seconds: 86_400)
        let next = try replaced([declared(secret: 4)], third, vault, at: end)
        #expect(next.map { vault.secret($0, of: Self.account) } == [try secret(3), try secret(4)])
    }

    @Test func `have their secrets sealed under the first key`() throws {
        let now = Self.now
        var old = try vault.sealed(secret(1), of: Self.account, at: now)
        old.retiredAt = now.advanced(seconds: 5)
        let newest = try vault.sealed(secret(2), of: Self.account, at: now.advanced(seconds: -1))
        for origin in WebhookOrigin.allCases {
            let present = try record(origin: origin, secrets: [old, newest])
            let secrets = try replaced(nil, present, newVault)
            #expect(secrets.map(\.keyID) == ["k2", "k2"])
            #expect(secrets.map(\.createdAt) == [old.createdAt, newest.createdAt])
            #expect(secrets.map(\.retiredAt) == [old.retiredAt, nil])
            let alone = WebhookVault(SecretSeal(keys[1]))
            #expect(secrets.map { alone.secret($0, of: Self.account) } == [try secret(1), try secret(2)])
            #expect(try writes(nil, [record(origin: origin, secrets: secrets)], newVault).isEmpty)
            // Without the old key nothing can be opened, and nothing is lost.
            #expect(try writes(nil, [present], alone).isEmpty)
            #expect(try writes(nil, [present], nil).isEmpty)
        }
    }

    @Test func `get their secret from the file again if its key is gone`() throws {
        let alone = WebhookVault(SecretSeal(keys[1]))
        let secrets = try replaced([declared()], record(), alone)
        #expect(secrets.map { alone.secret($0, of: Self.account) } == [try secret(1)])
    }

    @Test func `are at most twenty for an account, with those of others`() throws {
        let made = try (1...20).map { try record(Int64($0), "\(Self.url)/\($0)", origin: .api) }
        let refusal = #expect(throws: Refusal.self) { try writes([declared()], made, vault) }
        #expect(refusal?.code == .usage)
        #expect(refusal?.sentence.hasPrefix("webhooks[0] of the configuration: the account shop has 20") == true)
        #expect(try writes([declared()], made.dropLast() + [record(99)], vault).isEmpty)
        // One that leaves the file makes room for another one.
        #expect(try writes([declared()], made.dropLast() + [record(99, "https://left.example/")], vault).count == 2)
    }
}
