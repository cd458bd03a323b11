import CSQLite
package import Checkout
package import Wire

/// What changes seldom: accounts, credentials, settings. Written at a start and by the command line.
extension SQLiteWriter {
    /// The account of this name, made where there is none.
    package func account(named name: String) throws(StoreFailure) -> Account {
        try transact { (statements) throws(SQLiteError) in
            let insert = statements[.insertAccount]
            insert.bind(text: name, at: 1)
            try insert.run()
            let find = statements[.accountByName]
            defer { find.reset() }
            find.bind(text: name, at: 1)
            guard try find.step() else {
                throw SQLiteError(code: SQLITE_CORRUPT, message: "an account that was just made is not there")
            }
            return Account(id: AccountID(find.integer(0)), name: find.text(1))
        }
    }

    /// Keeps a credential. Nil, and nothing kept, where the provider has one with this secret, revoked or not.
    package func add(_ credential: NewCredential) throws(StoreFailure) -> StoredCredential? {
        try transact { (statements) throws(SQLiteError) in
            let insert = statements[.insertCredential]
            defer { insert.reset() }
            insert.bind(credential)
            do throws(SQLiteError) {
                guard try insert.step() else { return nil }
            } catch {
                guard error.code == SQLiteError.notUnique else { throw error }
                return nil
            }
            return StoredCredential(id: insert.integer(0), credential: credential, revokedAt: nil)
        }
    }

    /// Takes a credential out of force. False where it is not known or was revoked before.
    package func revokeCredential(_ id: Int64, at now: Timestamp) throws(StoreFailure) -> Bool {
        try transact { (statements) throws(SQLiteError) in
            let revoke = statements[.revokeCredential]
            revoke.bind(id, at: 1)
            revoke.bind(now.microseconds, at: 2)
            return try revoke.runCounting() == 1
        }
    }

    /// A setting's value, which is given here where it has none yet.
    package func setting(_ name: String, default value: [UInt8]) throws(StoreFailure) -> [UInt8] {
        try transact { (statements) throws(SQLiteError) in
            let insert = statements[.insertSetting]
            insert.bind(text: name, at: 1)
            insert.bind(blob: value, at: 2)
            try insert.run()
            return try statements.setting(name) ?? value
        }
    }

    /// Gives a setting a value in place of the one that it has.
    package func set(_ name: String, to value: [UInt8]) throws(StoreFailure) {
        try transact { (statements) throws(SQLiteError) in
            try statements.set(name, to: value)
        }
    }
}
