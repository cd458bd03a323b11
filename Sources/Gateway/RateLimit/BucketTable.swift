/// Buckets by key, in memory that never grows: sets of eight entries, with one set for each key.
///
/// In a full set, the new bucket replaces the fullest one: first a full bucket, which holds no information, then the
/// one that would be full soonest. There is no regular cleaning, so a flood of keys costs each request the same eight
/// comparisons. A random seed decides which keys share a set, so that nobody can choose keys to remove a certain
/// bucket.
struct BucketTable: Sendable {
    private struct Entry {
        var key: UInt64 = 0
        /// The moment when the bucket is full; a free entry has a moment that has always passed.
        var moment = TokenBucket.full
    }

    private var entries: [Entry]
    private static let entriesPerSet = 8

    /// - Parameter entriesMax: rounded up to a multiple of eight.
    init(entriesMax: Int) {
        precondition(entriesMax > 0, "A table has an entry.")
        let sets = (entriesMax + Self.entriesPerSet - 1) / Self.entriesPerSet
        entries = Array(repeating: Entry(), count: sets * Self.entriesPerSet)
    }

    /// The moment when the bucket of a key is full.
    func moment(of key: UInt64) -> Int64 {
        for index in set(of: key) where entries[index].key == key { return entries[index].moment }
        return TokenBucket.full
    }

    /// Stores the moment when the bucket of a key is full.
    mutating func set(_ moment: Int64, of key: UInt64) {
        let set = set(of: key)
        var chosen = set.lowerBound
        for index in set {
            if entries[index].key == key {
                chosen = index
                break
            }
            if entries[index].moment < entries[chosen].moment { chosen = index }
        }
        entries[chosen] = Entry(key: key, moment: moment)
    }

    private func set(of key: UInt64) -> Range<Int> {
        var hasher = Hasher()
        hasher.combine(key)
        let sets = UInt(entries.count / Self.entriesPerSet)
        let first = Int(UInt(bitPattern: hasher.finalize()) % sets) * Self.entriesPerSet
        return first..<(first + Self.entriesPerSet)
    }
}
