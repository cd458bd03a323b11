import Synchronization

/// Several of a thing that one thread at a time can use, so that threads seldom wait for each other.
final class Spares<Thing: ~Copyable>: Sendable {
    private final class Slot: Sendable {
        let thing: Mutex<Thing>

        init(_ thing: consuming sending Thing) {
            self.thing = Mutex(thing)
        }
    }

    /// More than there are loops on most machines; a loop too many waits.
    private static var count: Int { 8 }

    private let slots: [Slot]

    /// - Parameter make: makes one of them.
    init(_ make: () -> sending Thing) {
        slots = (0..<Self.count).map { _ in Slot(make()) }
    }

    /// Uses one that is free, and waits for one where none is.
    func use<Result>(_ body: (inout sending Thing) -> sending Result) -> sending Result {
        for place in slots.indices {
            if let result = slots[place].thing.withLockIfAvailable(body) { return result }
        }
        return slots[0].thing.withLock(body)
    }
}
