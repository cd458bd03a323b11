/// Buckets by key, in memory that never grows: sets of eight places each, of which a key has one set.
///
/// Where a set is full, the fullest bucket makes room: first those that are full and tell nothing, then the one that
/// would be soonest. Nothing is ever swept, so a flood of keys costs each request the same eight comparisons. Which keys
/// share a set depends on a seed of the process, so that nobody can choose keys to push another one out.
struct BucketTable: Sendable {
    private struct Place {
        var key: UInt64 = 0
        /// When the bucket is full; a place that is free holds a bucket that always was.
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

    /// When the bucket of a key is full.
    func moment(of key: UInt64) -> Int64 {
        for place in set(of: key) where places[place].key == key { return places[place].moment }
        return TokenBucket.full
    }

    /// Keeps the moment at which the bucket of a key is full.
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
