import Wire

/// The statements on the store's named values, some of which are whole numbers.
final class SettingStatements {
    typealias Setting = (name: String, value: [UInt8])

    /// Keeps a setting, unless one with this name exists.
    let insert: PreparedStatement<Setting, Never>
    /// Keeps a setting and replaces the one with this name.
    let replace: PreparedStatement<Setting, Never>
    /// The value of the setting with this name.
    let byName: PreparedStatement<String, [UInt8]>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING", on: connection,
            bind: Self.bind)
        replace = try PreparedStatement(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            on: connection, bind: Self.bind)
        byName = try PreparedStatement(
            "SELECT value FROM settings WHERE name = ?1", on: connection, bind: { $0.bind(text: $1, at: 1) },
            row: { $0.blob(0) })
    }

    private static func bind(_ statement: SQLiteStatement, _ setting: Setting) {
        statement.bind(text: setting.name, at: 1)
        statement.bind(blob: setting.value, at: 2)
    }

    /// A setting that is a whole number in decimal digits; 0 if it is missing or is not a number.
    func integer(_ name: String) throws(SQLiteError) -> Int64 {
        try byName.first(name).flatMap { JSONNumber.int64($0[...]) } ?? 0
    }

    /// Keeps a whole number.
    func set(_ name: String, to value: Int64) throws(SQLiteError) {
        try replace.run((name, Array("\(value)".utf8)))
    }
}
