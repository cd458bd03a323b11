/// Buckets by key, in memory that never grows: sets of eight entries, with one set for each key.
///
/// In a full set, the new bucket replaces the fullest one: first a full bucket, which holds no information, then the
/// one that would be full soonest. There is no regular cleaning, so a flood of keys costs each request the same eight
/// comparisons. A random seed decides which keys share a set, so that nobody can choose keys to remove a certain
/// bucket.
struct BucketTable: Sendable {
    private struct Place {
        var key: UInt64 = 0
        /// The moment when the bucket is full; a free entry has a moment that has always passed.
        var moment = TokenBucket.full
    }

    private var places: [Place]
    private static let placesPerSet = 8

    /// - Parameter entriesMax: rounded up to a multiple of eight.
    init(entriesMax: Int) {
        precondition(entriesMax > 0, "A table has a place.")
        let sets = (entriesMax + Self.placesPerSet - 1) / Self.placesPerSet
        places = Array(repeating: Place(), count: sets * Self.placesPerSet)
    }

    /// The moment when the bucket of a key is full.
    func moment(of key: UInt64) -> Int64 {
        for place in set(of: key) where places[place].key == key { return places[place].moment }
        return TokenBucket.full
    }

    /// Stores the moment when the bucket of a key is full.
    mutating func set(_ moment: Int64, of key: UInt64) {
        let set = set(of: key)
        var chosen = set.lowerBound
        for place in set {
            if places[place].key == key {
                chosen = place
                break
            }
            if places[place].moment < places[chosen].moment { chosen = place }
        }
        places[chosen] = Place(key: key, moment: moment)
    }

    private func set(of key: UInt64) -> Range<Int> {
        var hasher = Hasher()
        hasher.combine(key)
        let sets = UInt(places.count / Self.placesPerSet)
        let first = Int(UInt(bitPattern: hasher.finalize()) % sets) * Self.placesPerSet
        return first..<(first + Self.placesPerSet)
    }
}
