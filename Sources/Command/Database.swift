import Checkout
import Gateway

/// The database as used by commands other than `serve`.
enum Database {
    /// Reads, also while a gateway serves the file.
    static func read<Value>(
        _ settings: Settings, _ body: (any StoreReader) throws(StoreFailure) -> Value
    ) throws(Refusal) -> Value {
        let reader = try opened { () throws(StoreOpenFault) in try settings.engine.read() }
        defer { reader.close() }
        return try told { () throws(StoreFailure) in try body(reader) }
    }

    /// Writes; not possible while a gateway serves the file.
    ///
    /// - Parameters:
    ///   - creates: whether to create the database if it does not exist.
    ///   - outbox: makes the deliveries of events; nil for a command that causes no event of a session.
    ///   - console: shows each step that updates a database of an earlier version.
    static func write<Value>(
        _ settings: Settings, creates: Bool = false, outbox: (any EventOutbox)? = nil, _ console: Console,
        _ body: (any StoreWriter) throws(StoreFailure) -> Value
    ) throws(Refusal) -> Value {
        let writer = try opened { () throws(StoreOpenFault) in
            try settings.engine.write(creates: creates, outbox: outbox, migrating: { console.complain("\($0)") })
        }
        defer { writer.close() }
        return try told { () throws(StoreFailure) in try body(writer) }
    }

    private static func opened<File>(_ body: () throws(StoreOpenFault) -> File) throws(Refusal) -> File {
        do throws(StoreOpenFault) {
            return try body()
        } catch {
            throw Refusal(fault: error)
        }
    }

    private static func told<Value>(_ body: () throws(StoreFailure) -> Value) throws(Refusal) -> Value {
        do throws(StoreFailure) {
            return try body()
        } catch {
            throw Refusal(.database, "the database says: \(error).")
        }
    }
}
