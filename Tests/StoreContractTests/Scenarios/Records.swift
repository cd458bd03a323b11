import Checkout
import TestSupport
import Testing
import Wire

/// Accounts, credentials and settings.
extension Scenario {
    private static func credential(
        _ digest: UInt8, provider: String = "duro", of account: AccountID
    ) -> NewCredential {
        NewCredential(
            provider: ProviderName(provider), account: account, isLive: false, access: .read, identifier: "id",
            secretDigest: Samples.digest(digest), label: "mine", isSandbox: true,
            createdAt: Samples.start)
    }

    static let records: [Scenario] = [
        Scenario("creates an account once, and lists accounts oldest first") { trial in
            let writer = trial.store.writer
            let first = try writer.account(named: "é")
            #expect(try writer.account(named: "é") == first)
            // Another Unicode spelling of the name is another name.
            let second = try writer.account(named: "e\u{301}")
            #expect(second.id != first.id)
            #expect(try trial.find(.accounts).accounts.map(\.id) == [first.id, second.id])
            #expect(try trial.store.reader.find(.accounts).accounts == [first, second])
        },
        Scenario("keeps a credential, and revokes it once") { trial in
            let (writer, reader) = (trial.store.writer, trial.store.reader)
            let credential = credential(1, of: try writer.account(named: "a").id)
            let kept = try #require(try writer.add(credential))
            #expect(kept == StoredCredential(id: kept.id, credential: credential, revokedAt: nil))
            #expect(try reader.credentials() == [kept])
            #expect(try writer.revokeCredential(kept.id, at: trial.start))
            #expect(try !writer.revokeCredential(kept.id, at: trial.start))
            #expect(try !writer.revokeCredential(kept.id + 99, at: trial.start))
            #expect(try reader.credentials().map(\.revokedAt) == [trial.start])
        },
        Scenario("accepts each secret once for each provider") { trial in
            let (writer, reader) = (trial.store.writer, trial.store.reader)
            let account = try writer.account(named: "a").id
            let first = try #require(try writer.add(credential(1, of: account)))
            #expect(try writer.add(credential(1, of: account)) == nil)
            let second = try #require(try writer.add(credential(1, provider: "meteroid", of: account)))
            let third = try #require(try writer.add(credential(2, of: account)))
            #expect(try reader.credentials() == [first, second, third])
            #expect(try writer.revokeCredential(first.id, at: trial.start))
            #expect(try writer.add(credential(1, of: account)) == nil, "a revoked secret cannot be added again")
        },
        Scenario("refuses a credential of an unknown account, and still accepts writes") { trial in
            let writer = trial.store.writer
            #expect(throws: StoreFailure.self) { try writer.add(credential(1, of: AccountID(7))) }
            #expect(trial.store.isWritable)
            _ = try writer.account(named: "a")
        },
        Scenario("keeps credentials without their optional parts") { trial in
            let account = try trial.store.writer.account(named: "a").id
            var plain = credential(1, of: account)
            (plain.identifier, plain.label) = (nil, nil)
            (plain.kind, plain.access) = (.publishable, .write)
            (plain.isLive, plain.isSandbox) = (true, false)
            _ = try trial.store.writer.add(plain)
            #expect(try trial.store.reader.credentials().map(\.credential) == [plain])
        },
        Scenario("gives a setting its default only once, and replaces its value on request") { trial in
            let (writer, reader) = (trial.store.writer, trial.store.reader)
            #expect(try reader.setting("secret") == nil)
            #expect(try writer.setting("secret", default: [1, 0, 2]) == [1, 0, 2])
            #expect(try writer.setting("secret", default: [3]) == [1, 0, 2])
            #expect(try reader.setting("secret") == [1, 0, 2])
            try writer.set("secret", to: [])
            #expect(try reader.setting("secret") == [])
            try writer.set("other", to: [9])
            #expect(try reader.setting("other") == [9])
        },
        Scenario("counts its sessions") { trial in
            #expect(try trial.store.reader.sessionCount() == (0, true))
            try trial.create((1...3).map { Samples.session(number: $0) })
            #expect(try trial.store.reader.sessionCount() == (3, true))
        },
        Scenario("keeps accounts, credentials and settings when it is closed and opened again") { trial in
            let account = try trial.store.writer.account(named: "a")
            let kept = try #require(try trial.store.writer.add(credential(1, of: account.id)))
            try trial.store.writer.set("secret", to: [1])
            try trial.reopen()
            #expect(try trial.find(.accounts).accounts == [account])
            #expect(try trial.store.reader.credentials() == [kept])
            #expect(try trial.store.reader.setting("secret") == [1])
        },
    ]
}
