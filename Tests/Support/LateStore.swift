package import Checkout
import Dispatch
package import Wire

/// A store that answers every query later, like an engine across a network: from another thread, and in any order.
package final class LateStore<Base: Store>: Store {
    private let store: Base
    private let queue = DispatchQueue(label: "late store")

    /// - Parameter store: the store that finds the answers.
    package init(_ store: Base) {
        self.store = store
    }

    package var reader: Base.Reader { store.reader }
    package var writer: Base.Writer { store.writer }
    package var stopReason: String? { store.stopReason }

    package func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)? {
        store.nextID(at: now)
    }

    package func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        store.enqueue(consume write, receipt)
    }

    package func flush() {
        store.flush()
    }

    package func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>? {
        queue.asyncAfter(deadline: .now() + .microseconds(.random(in: 0...2_000))) { [store] in
            guard let found = store.find(query, later: later) else { return }
            later(found)
        }
        return nil
    }

    package func announce(address: String) {
        store.announce(address: address)
    }

    package func close() {
        store.close()
    }
}

/// An engine whose stores answer late. Everything else comes from the wrapped engine.
package struct LateEngine: StoreEngine {
    private let engine: any StoreEngine

    /// - Parameter engine: the engine that opens the stores.
    package init(_ engine: any StoreEngine) {
        self.engine = engine
    }

    package var exists: Bool { engine.exists }
    package var servedAt: String? { engine.servedAt }

    package func serve(
        limits: StoreLimits, random: @escaping @Sendable () -> UInt64, outbox: (any EventOutbox)?,
        mayWait: (StoreOpenFault) -> Bool, migrating: @Sendable (MigrationStep) -> Void,
        deliver: @escaping @Sendable (_ outcomes: [WriteOutcome], _ stopReason: String?) -> Void
    ) throws(StoreOpenFault) -> any Store {
        Self.late(
            try engine.serve(
                limits: limits, random: random, outbox: outbox, mayWait: mayWait, migrating: migrating,
                deliver: deliver))
    }

    private static func late(_ store: some Store) -> any Store {
        LateStore(store)
    }

    package func read() throws(StoreOpenFault) -> any StoreReader {
        try engine.read()
    }

    package func write(
        creates: Bool, outbox: (any EventOutbox)?, migrating: @Sendable (MigrationStep) -> Void
    ) throws(StoreOpenFault) -> any StoreWriter {
        try engine.write(creates: creates, outbox: outbox, migrating: migrating)
    }
}
