import Wire

/// Values with moments, of which the earliest can be taken. Values of one moment come in the order of their insertion.
struct MomentHeap<Value: Sendable>: Sendable {
    struct Entry: Sendable {
        let moment: Timestamp
        let value: Value
        fileprivate let number: UInt64

        fileprivate func isBefore(_ other: Entry) -> Bool {
            (moment, number) < (other.moment, other.number)
        }
    }

    /// A binary heap: no entry is before its parent, which is at half of its own index.
    private var entries: [Entry] = []
    private var inserted: UInt64 = 0

    var count: Int { entries.count }

    /// The entry with the earliest moment.
    var first: Entry? { entries.first }

    mutating func insert(_ value: Value, at moment: Timestamp) {
        entries.append(Entry(moment: moment, value: value, number: inserted))
        inserted += 1
        rise(from: entries.count - 1)
    }

    /// Takes the earliest entry, if its moment has come.
    mutating func popFirst(upTo now: Timestamp) -> Entry? {
        guard let first = entries.first, first.moment <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        sink(from: 0)
        return first
    }

    /// Drops all other entries.
    mutating func keep(where isKept: (Entry) -> Bool) {
        // A sorted array is a heap.
        entries = entries.filter(isKept).sorted { $0.isBefore($1) }
    }

    private mutating func rise(from index: Int) {
        var index = index
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index].isBefore(entries[parent]) else { return }
            entries.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func sink(from index: Int) {
        var index = index
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < entries.count {
                if entries[child].isBefore(entries[least]) { least = child }
            }
            guard least != index else { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}
