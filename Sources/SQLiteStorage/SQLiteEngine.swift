package import Checkout

/// The SQLite engine. A store is one database file.
package struct SQLiteEngine: StoreEngine {
    /// The path of the database file.
    package let path: String

    /// - Parameter path: the path of the database file. Its folder has to exist.
    package init(path: String) {
        self.path = path
    }

    /// Whether the file exists and is not empty.
    package var exists: Bool { DatabaseFile.isFilled(path) }

    package func serve(
        limits: StoreLimits, random: @escaping @Sendable () -> UInt64, outbox: (any EventOutbox)?,
        mayWait: (StoreOpenFault) -> Bool, migrating: @Sendable (MigrationStep) -> Void,
        deliver: @escaping @Sendable (_ outcomes: [WriteOutcome], _ stopReason: String?) -> Void
    ) throws(StoreOpenFault) -> any Store {
        try opened { () throws(DatabaseFault) in
            try SQLiteStore(
                path: path, options: SQLiteOptions(limits), outbox: outbox, mayWait: { mayWait(StoreOpenFault($0)) },
                migrating: migrating, random: random, deliver: deliver)
        }
    }

    package func read() throws(StoreOpenFault) -> any StoreReader {
        try opened { () throws(DatabaseFault) in try SQLiteReader(path: path) }
    }

    package func write(
        creates: Bool, outbox: (any EventOutbox)?, migrating: @Sendable (MigrationStep) -> Void
    ) throws(StoreOpenFault) -> any StoreWriter {
        try opened { () throws(DatabaseFault) in
            try SQLiteWriter(path: path, creates: creates, outbox: outbox, migrating: migrating)
        }
    }

    /// The address in `FILE.lock`; nil if no process serves the file, if it wrote no address, or if this process may not
    /// read `FILE.lock`.
    package var servedAt: String? { InstanceLock.address(leftFor: path) }

    private func opened<File>(_ open: () throws(DatabaseFault) -> File) throws(StoreOpenFault) -> File {
        do throws(DatabaseFault) {
            return try open()
        } catch {
            throw StoreOpenFault(error)
        }
    }
}

extension StoreOpenFault {
    /// The fault of a database file, for callers that do not know the engine.
    init(_ fault: DatabaseFault) {
        let reason: Reason =
            switch fault {
            case .heldBy: .served
            case .locked: .locked
            default: .unusable
            }
        self.init(reason, fault.description)
    }
}
