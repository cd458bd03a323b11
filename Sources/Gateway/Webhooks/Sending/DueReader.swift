import Checkout
import Webhooks
import Wire

/// Reads what is due from the store when there may be something new, but not so often that reading takes all the time.
struct DueReader {
    private let reader: any StoreReader
    /// Whether deliveries may be due that were not read.
    var isOutdated = true
    /// When further deliveries are due; nil if nothing waits for a moment.
    private var nextDueAt: Timestamp?
    /// The endpoints that had more deliveries than one read takes.
    private var full: Set<WebhookEndpointID> = []
    /// The endpoints that the last read left out, because they were busy.
    private var leftOut: Set<WebhookEndpointID> = []
    /// No read begins before these ticks.
    private var restsUntil: Int64 = 0

    /// The most deliveries of one endpoint that one read takes.
    static let perEndpointMax = 128
    /// An endpoint in ``full`` is read again when the queue holds fewer of its deliveries than this.
    private static let refilledBelow = 64
    /// A read leaves out an endpoint that has this many deliveries ready to send, or as many in flight as it may have.
    /// Otherwise each event of any endpoint would make the sender read the deliveries of a hanging endpoint again.
    static let readyEnough = 16
    /// A read is followed by a rest of this many times its own length.
    private static let restFactor: Int64 = 4
    /// The rest after a failed read, in microseconds.
    private static let restAfterFailure: Int64 = 1_000_000

    init(_ reader: any StoreReader) {
        self.reader = reader
    }

    /// How long the next read has to wait, in microseconds; nil if no read is needed. It never begins within a rest, so
    /// that the sender does not ask again and again while the store cannot be read.
    func waitMicroseconds(at now: Timestamp, ticks: Int64) -> Int64? {
        let rest = max(0, restsUntil - ticks)
        if isOutdated { return rest }
        return nextDueAt.map { max(rest, $0.microseconds - now.microseconds) }
    }

    /// Remembers that a delivery is due at a moment.
    mutating func note(_ moment: Timestamp) {
        nextDueAt = min(nextDueAt ?? moment, moment)
    }

    /// What is due and may be missing in the queue; nil if nothing is to be read now.
    mutating func read(
        at now: Timestamp, clock: any Clock, _ queue: DeliveryQueue
    ) -> Result<[DueDelivery], StoreFailure>? {
        if let moment = nextDueAt, moment <= now { isOutdated = true }
        if full.contains(where: { queue.count(of: $0) < Self.refilledBelow }) { isOutdated = true }
        if leftOut.contains(where: { !queue.isBusy($0, ready: Self.readyEnough) }) { isOutdated = true }
        let start = clock.ticks
        guard isOutdated, start >= restsUntil else { return nil }
        let busy = queue.busyEndpoints(ready: Self.readyEnough)
        let page: DuePage
        do throws(StoreFailure) {
            let query = WebhookQuery.due(at: now, limit: Self.perEndpointMax, besides: Set(busy.map(\.value)))
            page = try reader.find(.webhook(query)).webhook.due
        } catch {
            restsUntil = start + Self.restAfterFailure
            return .failure(error)
        }
        isOutdated = false
        leftOut = busy
        nextDueAt = page.next
        var counts: [Int64: Int] = [:]
        for found in page.deliveries { counts[found.delivery.endpoint, default: 0] += 1 }
        full = Set(counts.filter { $0.value >= Self.perEndpointMax }.keys.map { WebhookEndpointID($0) })
        let end = clock.ticks
        restsUntil = end + Self.restFactor * (end - start)
        return .success(page.deliveries)
    }
}

extension QueuedDelivery {
    /// A delivery that the store says is due; nil for one that is not pending, or whose id a later version made.
    ///
    /// - Parameters:
    ///   - host: where the endpoint is; nil if that is not known.
    ///   - now: the moment for which the store was asked.
    init?(_ found: DueDelivery, host: String?, at now: Timestamp) {
        guard let event = WebhookEventID(found.delivery.eventID), let dueAt = found.delivery.dueAt else { return nil }
        self.init(
            id: found.delivery.id, endpoint: WebhookEndpointID(found.delivery.endpoint), event: event, host: host,
            // A due moment after the moment of the query was written before the clock was set back.
            dueAt: min(dueAt, now),
            followsOthers: found.followsPending)
    }
}
