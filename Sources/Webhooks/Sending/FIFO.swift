/// Values that are taken in the order in which they came, each in constant time.
struct FIFO<Value: Sendable>: Sendable {
    private var values: [Value] = []
    /// How many of ``values`` were taken.
    private var taken = 0

    var count: Int { values.count - taken }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ value: Value) {
        values.append(value)
    }

    mutating func popFirst() -> Value? {
        guard !isEmpty else { return nil }
        defer {
            taken += 1
            // Each value moves at most once for each that was taken before it.
            if 2 * taken >= values.count {
                values.removeFirst(taken)
                taken = 0
            }
        }
        return values[taken]
    }
}
