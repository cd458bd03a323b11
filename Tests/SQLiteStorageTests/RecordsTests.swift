import Checkout
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// Accounts, credentials and settings.
@Suite struct Records {
    private let folder = TemporaryFolder()

    private func credential(_ digest: UInt8, provider: String = "duro", account: Int64 = 1) -> NewCredential {
        NewCredential(
            provider: ProviderName(provider), account: AccountID(account), isLive: false, access: .read,
            identifier: "id", secretDigest: Array(repeating: digest, count: 32), label: "mine", isSandbox: true,
            createdAt: Samples.start)
    }

    @Test func `makes an account once`() throws {
        let writer = try SQLiteWriter(path: folder.database)
        let first = try writer.account(named: "é")
        #expect(try writer.account(named: "é") == first)
        // Another spelling in Unicode is another name.
        #expect(try writer.account(named: "e\u{301}").id != first.id)
        writer.close()
    }

    @Test func `keeps a credential, and revokes it once`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        _ = try store.writer.account(named: "a")
        let kept = try #require(try store.writer.add(credential(1)))
        #expect(kept == StoredCredential(id: 1, credential: credential(1), revokedAt: nil))
        #expect(try store.reader.credentials() == [kept])
        #expect(try store.writer.revokeCredential(kept.id, at: Samples.start))
        #expect(try !store.writer.revokeCredential(kept.id, at: Samples.start))
        #expect(try !store.writer.revokeCredential(99, at: Samples.start))
        #expect(try store.reader.credentials().map(\.revokedAt) == [Samples.start])
        store.close()
    }

    @Test func `keeps a secret once for each provider`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        _ = try store.writer.account(named: "a")
        #expect(try store.writer.add(credential(1)) != nil)
        #expect(try store.writer.add(credential(1)) == nil)
        #expect(try store.writer.add(credential(1, provider: "meteroid")) != nil)
        #expect(try store.writer.add(credential(2)) != nil)
        #expect(try store.reader.credentials().map(\.id) == [1, 2, 3])
        store.close()
    }

    @Test func `refuses a credential of an unknown account`() throws {
        let writer = try SQLiteWriter(path: folder.database)
        #expect(throws: StoreFailure.self) { try writer.add(credential(1, account: 7)) }
        #expect(writer.stopReason == nil)
        writer.close()
    }

    @Test func `keeps credentials without their optional parts`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        _ = try store.writer.account(named: "a")
        var plain = credential(1)
        plain.identifier = nil
        plain.label = nil
        plain.kind = .publishable
        plain.access = .write
        plain.isLive = true
        plain.isSandbox = false
        _ = try store.writer.add(plain)
        #expect(try store.reader.credentials().map(\.credential) == [plain])
        store.close()
    }

    @Test func `gives a setting its first value once`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        #expect(try store.reader.setting("secret") == nil)
        #expect(try store.writer.setting("secret", default: [1, 0, 2]) == [1, 0, 2])
        #expect(try store.writer.setting("secret", default: [3]) == [1, 0, 2])
        #expect(try store.reader.setting("secret") == [1, 0, 2])
        try store.writer.set("secret", to: [])
        #expect(try store.reader.setting("secret") == [])
        store.close()
    }
}
