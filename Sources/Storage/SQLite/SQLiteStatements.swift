import CSQLite
import Checkout
import Wire

/// The prepared statements of one connection, and what several of its users do with them.
struct SQLiteStatements {
    private let statements: [SQLiteStatement]

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        var statements: [SQLiteStatement] = []
        for query in SQLiteQuery.allCases {
            statements.append(try SQLiteStatement(query.sql, on: connection))
        }
        self.statements = statements
    }

    subscript(_ query: SQLiteQuery) -> SQLiteStatement { statements[query.rawValue] }

    /// All rows of a statement.
    func rows<Row>(
        _ query: SQLiteQuery, _ row: (SQLiteStatement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) -> [Row] {
        let statement = self[query]
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.step() { rows.append(try row(statement)) }
        return rows
    }

    /// The session with this key.
    func session(key: Int64) throws(SQLiteError) -> CheckoutSession? {
        let find = self[.sessionByKey]
        defer { find.reset() }
        find.bind(key, at: 1)
        return try find.step() ? try find.session() : nil
    }

    /// The statement that walks, newest first, over rows among which are all that a filter lets through.
    ///
    /// An account's sessions of one provider are found by the periods in which there are some, because a provider's list
    /// must be whole. Anything else is sought among all sessions, a bounded number at a time.
    func walk(_ filter: SessionFilter, beforeKey key: Int64) -> SQLiteStatement {
        guard let account = filter.account, let provider = filter.provider else {
            self[.sessions].bind(key, at: 1)
            return self[.sessions]
        }
        let statement = self[.sessionsOfAccount]
        statement.bind(key, at: 1)
        statement.bind(account.value, at: 2)
        statement.bind(text: provider.text, at: 3)
        return statement
    }

    func set(_ name: String, to value: [UInt8]) throws(SQLiteError) {
        let replace = self[.replaceSetting]
        replace.bind(text: name, at: 1)
        replace.bind(blob: value, at: 2)
        try replace.run()
    }

    /// A setting that is a whole number, in decimal digits; 0 where it is not there or is none.
    func integerSetting(_ name: String) throws(SQLiteError) -> Int64 {
        try setting(name).flatMap { JSONNumber.int64($0[...]) } ?? 0
    }

    func set(_ name: String, to value: Int64) throws(SQLiteError) {
        try set(name, to: Array("\(value)".utf8))
    }

    func setting(_ name: String) throws(SQLiteError) -> [UInt8]? {
        let statement = self[.settingByName]
        defer { statement.reset() }
        statement.bind(text: name, at: 1)
        return try statement.step() ? statement.blob(0) : nil
    }
}

extension SQLiteStatement {
    /// Binds what is to be kept of a credential.
    func bind(_ credential: NewCredential) {
        bind(text: credential.provider.text, at: 1)
        bind(credential.account.value, at: 2)
        bind(credential.isLive, at: 3)
        bind(credential.access.rawValue, at: 4)
        bind(text: credential.identifier, at: 5)
        bind(blob: credential.secretDigest, at: 6)
        bind(text: credential.label, at: 7)
        bind(credential.isSandbox, at: 8)
        bind(credential.createdAt.microseconds, at: 9)
        bind(credential.kind.rawValue, at: 10)
    }

    /// The credential of the present row.
    func credential() throws(SQLiteError) -> StoredCredential {
        guard let access = Access(rawValue: integer(4)), let kind = CredentialKind(rawValue: integer(11)) else {
            throw SQLiteError(
                code: SQLITE_CORRUPT, message: "credential \(integer(0)) has an access or a kind that there is not")
        }
        return StoredCredential(
            id: integer(0),
            credential: NewCredential(
                provider: ProviderName(text(1)), kind: kind, account: AccountID(integer(2)), isLive: integer(3) != 0,
                access: access, identifier: optionalText(5), secretDigest: blob(6), label: optionalText(7),
                isSandbox: integer(8) != 0, createdAt: Timestamp(microseconds: integer(9))),
            revokedAt: optionalInteger(10).map { Timestamp(microseconds: $0) })
    }
}
