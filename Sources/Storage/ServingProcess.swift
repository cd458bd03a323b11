/// The process that serves a database, seen by another one.
package enum ServingProcess {
    /// Where it listens, as it told ``SQLiteWriter/leave(address:)``; nil where none serves the file, where it has not told, and
    /// where this process may not read `FILE.lock`.
    package static func address(of path: String) -> String? {
        InstanceLock.address(leftFor: path)
    }
}
