/// Where the database is: the path of a file.
///
/// SQLite and programs that use it also take names that are no paths, such as `:memory:` and `file:gateway.db?mode=ro`. Taken
/// for paths, they would make files of these names in the working folder, which nobody wanted.
enum DatabasePath {
    /// What is said of anything else.
    static let rule = "the path of a file, not a name that SQLite or a library gives a meaning of its own"

    static func isValid(_ text: String) -> Bool {
        // SQLite keeps all names that begin with a colon for itself.
        if text.hasPrefix(":") { return false }
        let lowered = text.lowercased()
        return !["file:", "sqlite:", "sqlite3:"].contains(where: lowered.hasPrefix) && !text.contains("://")
    }
}
