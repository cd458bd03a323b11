import Checkout
import Webhooks

/// The latest events of one format, bounded in number and bytes, for listeners that read at their own pace.
///
/// Each event has a number that is higher than those before it. Some numbers may be left out.
struct FeedRing: Sendable {
    /// An event as listeners get it.
    struct Entry: Sendable {
        var number: Int64 = 0
        let account: AccountID
        /// ``WebhookEventID/text``.
        let id: String
        let type: WebhookEventType
        /// What an endpoint would get.
        let body: [UInt8]
    }

    /// The most events that are kept.
    static let countMax = 1_000
    /// The most bytes of bodies that are kept.
    static let bytesMax = 16 * 1_024 * 1_024
    /// The most events of one page.
    static let pageCountMax = 100
    /// A page ends after the body that reaches so many bytes.
    static let pageBytesMax = 1_024 * 1_024

    /// The number of the last event; a listener that starts now begins after it.
    private(set) var last: Int64
    /// For a lower number than this one, some events after the number are lost.
    private var lostThrough: Int64
    private var entries: [Entry] = []
    private var bytes = 0

    /// - Parameter start: is higher than every number of an earlier process, so that a listener that has missed a
    ///   restart learns of it.
    init(after start: Int64) {
        last = start
        lostThrough = start
    }

    /// Adds the newest event. The oldest ones make room for it.
    mutating func append(_ entry: Entry) {
        last += 1
        var entry = entry
        entry.number = last
        entries.append(entry)
        bytes += entry.body.count
        var dropped = 0
        while entries.count - dropped > Self.countMax || bytes > Self.bytesMax {
            bytes -= entries[dropped].body.count
            lostThrough = entries[dropped].number
            dropped += 1
        }
        entries.removeFirst(dropped)
    }

    /// Notes that events after the last one may be missing.
    mutating func skip() {
        last += 1
        lostThrough = last
    }

    /// The events after a number that a filter lets pass. A number that this process has not given is answered with the
    /// present position, as lost.
    func page(after number: Int64, _ filter: FeedFilter) -> FeedPage {
        guard number <= last else { return FeedPage(next: last, isLost: true) }
        var page = FeedPage(next: last, isLost: number < lostThrough)
        var pageBytes = 0
        // A listener usually has most events already, so the search for its position begins at the end.
        let start = entries.lastIndex { $0.number <= number }.map { $0 + 1 } ?? 0
        for entry in entries[start...] where filter.includes(entry) {
            if page.entries.count == Self.pageCountMax || pageBytes >= Self.pageBytesMax {
                page.next = page.entries.last?.number ?? number
                break
            }
            page.entries.append(entry)
            pageBytes += entry.body.count
        }
        return page
    }
}
