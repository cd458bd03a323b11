import Checkout
import Dispatch
import FoundationEssentials
import Synchronization
import TestSupport
import Testing
import Wire

/// The store of one scenario, opened as a gateway opens it, with short functions for scenarios.
final class Trial {
    let engine: any StoreEngine
    /// An engine whose store does not exist yet.
    let untouched: any StoreEngine
    private(set) var store: any Store
    private let folder: String
    private var lastNumber: Int64 = 0

    /// The default time of creation of ``Samples``.
    let start = Samples.start

    init(_ tested: TestedEngine) throws {
        folder = FileManager.default.temporaryDirectory.path + "/contract-" + UUID().uuidString
        for name in ["served", "untouched"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        engine = tested.make(folder + "/served")
        untouched = tested.make(folder + "/untouched")
        store = try Self.serve(engine, StoreLimits())
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func serve(_ engine: any StoreEngine, _ limits: StoreLimits) throws -> any Store {
        try engine.serve(
            limits: limits, random: { .random(in: .min ... .max) }, outbox: SampleOutbox(), mayWait: { _ in false },
            migrating: { #expect(Bool(false), "A store of the latest version is updated: \($0)") },
            deliver: { outcomes, stopReason in
                #expect(stopReason == nil)
                for outcome in outcomes { (outcome.receipt as? Awaited)?.arrive(outcome.result) }
            })
    }

    /// Closes the store and opens it again, as at the next start of a gateway.
    func reopen(limits: StoreLimits = StoreLimits()) throws {
        store.close()
        store = try Self.serve(engine, limits)
    }

    /// Another number in each call, for a session of ``Samples``, whose key depends on it.
    func unusedNumber() -> Int64 {
        lastNumber += 1
        return lastNumber
    }

    /// The results of writes that were enqueued together, in their order.
    func results(of writes: [Write]) throws -> [Result<Written, StoreFailure>] {
        let receipts = try writes.map { write in
            let receipt = Awaited()
            try #require(store.enqueue(write, receipt))
            return receipt
        }
        store.flush()
        return try receipts.map { try $0.result() }
    }

    /// The results of writes that four threads enqueue at the same time, each in several rounds.
    ///
    /// - Parameter isFlushed: whether a thread flushes the store after a round.
    func concurrentResults(
        rounds: Int, flushing isFlushed: @Sendable (_ round: Int) -> Bool = { _ in true },
        _ write: @Sendable (_ caller: Int, _ round: Int) -> Write
    ) throws -> [Result<Written, StoreFailure>] {
        let store = store
        let receipts = Mutex<[Awaited]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { caller in
            for round in 0..<rounds {
                let receipt = Awaited()
                #expect(store.enqueue(write(caller, round), receipt))
                if isFlushed(round) { store.flush() }
                receipts.withLock { $0.append(receipt) }
            }
        }
        store.flush()
        return try receipts.withLock { $0 }.map { try $0.result() }
    }

    /// The result of one write.
    func write(_ write: Write) throws -> Written {
        try results(of: [write])[0].get()
    }

    /// Writes, and expects every write to succeed.
    func done(_ writes: [Write], sourceLocation: SourceLocation = #_sourceLocation) throws {
        for (write, result) in zip(writes, try results(of: writes)) where !result.isDone {
            Issue.record("\(result) for \(write)", sourceLocation: sourceLocation)
        }
    }

    /// Creates sessions.
    func create(_ sessions: [CheckoutSession], sourceLocation: SourceLocation = #_sourceLocation) throws {
        try done(sessions.map { .create($0) }, sourceLocation: sourceLocation)
    }

    /// The answer to a query. Waits if the store answers later.
    func find(_ query: Query) throws -> Found {
        let answer = Awaited.Value<Found>()
        if let found = store.find(query, later: { answer.arrive($0) }) { return try found.get() }
        return try answer.result().get()
    }

    func session(_ id: SessionID) throws -> CheckoutSession? {
        try find(.session(key: id.key)).session
    }

    func session(number: Int64) throws -> CheckoutSession? {
        try find(.numbered(number)).session
    }

    func status(_ session: CheckoutSession) throws -> Status? {
        try self.session(session.id)?.status
    }

    func events(_ session: CheckoutSession) throws -> [NewEvent] {
        try #require(try find(.timeline(session.id)).timeline).map(\.event)
    }

    func kinds(_ session: CheckoutSession) throws -> [SessionEvent.Kind] {
        try events(session).map(\.kind)
    }

    /// A page of a list whose entries are the numbers of the sessions.
    func page(
        _ filter: SessionFilter = SessionFilter(), at now: Timestamp = Samples.start,
        after position: ListPosition? = nil,
        limit: Int = 100, keeping isKept: @escaping @Sendable (CheckoutSession) -> Bool = { _ in true }
    ) throws -> (numbers: [Int64], page: SessionPage<ListEntry>) {
        let query = PageQuery(filter, at: now, after: position, limit: limit) { session in
            guard isKept(session) else { return nil }
            var text = JSONWriter()
            text.int(session.number)
            return ListEntry(JSONText(text), nil)
        }
        let page = try find(.page(query)).page
        return (page.entries.map { JSONNumber.int64($0.text.bytes[...]) ?? -1 }, page)
    }

    /// The numbers of all sessions that a filter selects, read page after page.
    func numbers(
        _ filter: SessionFilter = SessionFilter(), at now: Timestamp = Samples.start, pageLength: Int = 100
    ) throws -> [Int64] {
        var numbers: [Int64] = []
        var position: ListPosition?
        for _ in 0..<1_000 {
            let (found, page) = try page(filter, at: now, after: position, limit: pageLength)
            numbers += found
            position = page.next
            if position == nil { return numbers }
        }
        Issue.record("the list does not end")
        return numbers
    }
}

/// A receipt whose sender waits for the result.
final class Awaited: WriteReceipt {
    /// A result that another thread delivers once.
    final class Value<Success: Sendable>: Sendable {
        private let arrived = DispatchSemaphore(value: 0)
        private let delivered = Mutex<Result<Success, StoreFailure>?>(nil)

        /// A second result for the same receipt is an error, even if the sender has the first one already.
        func arrive(_ result: Result<Success, StoreFailure>) {
            let isFirst = delivered.withLock { delivered in
                defer { delivered = delivered ?? result }
                return delivered == nil
            }
            if !isFirst { Issue.record("a result was delivered twice") }
            arrived.signal()
        }

        /// Waits for the result.
        func result() throws -> Result<Success, StoreFailure> {
            try #require(arrived.wait(timeout: .now() + .seconds(60)) == .success, "no result arrived within a minute")
            arrived.signal()
            return try #require(delivered.withLock { $0 })
        }

        var hasArrived: Bool { delivered.withLock { $0 != nil } }
    }

    private let value = Value<Written>()
    private let notice: @Sendable () -> Void

    /// - Parameter notice: called when the result arrives.
    init(_ notice: @escaping @Sendable () -> Void = {}) {
        self.notice = notice
    }

    func arrive(_ result: Result<Written, StoreFailure>) {
        notice()
        value.arrive(result)
    }

    func result() throws -> Result<Written, StoreFailure> { try value.result() }
    var hasArrived: Bool { value.hasArrived }
}

extension Written {
    /// The status that forbade a write; nil for any other result.
    var wrongStatus: Status? {
        if case .wrongStatus(let status) = self { return status }
        return nil
    }

    var isUnknownSession: Bool {
        if case .unknownSession = self { return true }
        return false
    }
}
