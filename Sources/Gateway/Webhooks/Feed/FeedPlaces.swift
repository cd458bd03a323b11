import Webhooks

/// The listeners that wait for events, bounded in number.
struct FeedPlaces: Sendable {
    /// A listener that waits.
    struct Waiting: Sendable {
        let filter: FeedFilter
        /// The position after which it wants events.
        var after: Int64
        /// The ticks of the clock at which it is answered in any case.
        let until: Int64
        let answer: @Sendable (FeedPage) -> Void
    }

    /// The most listeners that wait. A client that has gone away keeps its place until its wait would have ended.
    static let countMax = 64

    private var all: [Waiting] = []

    /// How many wait.
    var count: Int { all.count }

    /// Keeps a listener; false if there is no place.
    mutating func add(_ waiting: Waiting) -> Bool {
        guard all.count < Self.countMax else { return false }
        all.append(waiting)
        return true
    }

    /// When the first of them is to be answered in any case, in ticks; nil if nobody waits.
    var next: Int64? { all.map(\.until).min() }

    /// Takes those that have something to hear, or whose time is over.
    ///
    /// - Parameters:
    ///   - now: the ticks of the clock; nil takes all.
    ///   - page: the events after a position that a filter lets pass.
    mutating func takeReady(
        at now: Int64?, _ page: (_ after: Int64, FeedFilter) -> FeedPage
    ) -> [(waiting: Waiting, page: FeedPage)] {
        var ready: [(Waiting, FeedPage)] = []
        var rest: [Waiting] = []
        for var waiting in all {
            let page = page(waiting.after, waiting.filter)
            if let now, page.isEmpty, now < waiting.until {
                // The next look begins after the events that were looked at.
                waiting.after = page.next
                rest.append(waiting)
            } else {
                ready.append((waiting, page))
            }
        }
        all = rest
        return ready
    }
}
