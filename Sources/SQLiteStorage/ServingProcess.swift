/// The process that serves a database, for commands in another process.
package enum ServingProcess {
    /// The address that it gave to ``SQLiteWriter/leave(address:)``; nil if no process serves the file, if it gave no
    /// address, or if this process may not read `FILE.lock`.
    package static func address(of path: String) -> String? {
        InstanceLock.address(leftFor: path)
    }
}
