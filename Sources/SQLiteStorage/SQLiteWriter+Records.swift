import CSQLite
package import Checkout
package import Wire

/// Data that changes seldom: accounts, credentials, settings. It is written at a start and by the command line.
extension SQLiteWriter {
    /// The account with this name, created if it does not exist.
    package func account(named name: String) throws(StoreFailure) -> Account {
        try transact { (statements) throws(SQLiteError) in
            try statements.records.insertAccount.run(name)
            guard let account = try statements.records.accountByName.first(name) else {
                throw SQLiteError(code: SQLITE_CORRUPT, message: "an account that was just made is not there")
            }
            return account
        }
    }

    /// Keeps a credential. Returns nil and keeps nothing if the provider has one with this secret already, revoked or
    /// not.
    package func add(_ credential: NewCredential) throws(StoreFailure) -> StoredCredential? {
        try transact { (statements) throws(SQLiteError) in
            do throws(SQLiteError) {
                return try statements.records.insertCredential.first(credential).map {
                    StoredCredential(id: $0, credential: credential, revokedAt: nil)
                }
            } catch {
                guard error.code == SQLiteError.notUnique else { throw error }
                return nil
            }
        }
    }

    /// Revokes a credential. False if it is not known or was revoked before.
    package func revokeCredential(_ id: Int64, at now: Timestamp) throws(StoreFailure) -> Bool {
        try transact { (statements) throws(SQLiteError) in
            try statements.records.revokeCredential.runCounting((id, now)) == 1
        }
    }

    /// The value of a setting, which gets the default if it has none yet.
    package func setting(_ name: String, default value: [UInt8]) throws(StoreFailure) -> [UInt8] {
        try transact { (statements) throws(SQLiteError) in
            try statements.settings.insert.run((name, value))
            return try statements.settings.byName.first(name) ?? value
        }
    }

    /// Replaces the value of a setting.
    package func set(_ name: String, to value: [UInt8]) throws(StoreFailure) {
        try transact { (statements) throws(SQLiteError) in
            try statements.settings.replace.run((name, value))
        }
    }
}
