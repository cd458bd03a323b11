import Glibc
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
    private static var count: Int { 1 << countBits }
    private static var countBits: Int { 3 }

    private let slots: [Slot]

    /// - Parameter make: makes one of them.
    init(_ make: () -> sending Thing) {
        slots = (0..<Self.count).map { _ in Slot(make()) }
    }

    /// Uses one that is free, and waits for one where none is.
    func use<Result>(_ body: (inout sending Thing) -> sending Result) -> sending Result {
        let first = Self.first
        for step in 0..<Self.count {
            let place = (first + step) % Self.count
            if let result = slots[place].thing.withLockIfAvailable(body) { return result }
        }
        return slots[first].thing.withLock(body)
    }

    /// Where a thread looks first. Threads that share one, also in turns, would wait for each other's processor to hand
    /// over its memory.
    private static var first: Int {
        // Fibonacci hashing, as threads' addresses differ in their higher bits.
        let spread = UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15
        return Int(spread >> UInt64(64 - countBits))
    }
}
