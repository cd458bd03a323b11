/// The path of the database file.
///
/// SQLite and programs that use it also take names that are not paths, such as `:memory:` and
/// `file:gateway.db?mode=ro`. As paths they would make files with these names in the working folder, which the operator
/// does not want.
enum DatabasePath {
    /// What the path has to be, as error messages say it.
    static let rule = "the path of a file, not a name that SQLite or a library gives a meaning of its own"

    static func isValid(_ text: String) -> Bool {
        // SQLite reserves all names that begin with a colon.
        if text.hasPrefix(":") { return false }
        let lowered = text.lowercased()
        return !["file:", "sqlite:", "sqlite3:"].contains(where: lowered.hasPrefix) && !text.contains("://")
    }
}
