import Glibc
import Synchronization

/// Several copies of a value that one thread at a time can use, so that threads seldom wait for each other.
final class Spares<Thing: ~Copyable>: Sendable {
    private final class Slot: Sendable {
        let thing: Mutex<Thing>

        init(_ thing: consuming sending Thing) {
            self.thing = Mutex(thing)
        }
    }

    /// More than there are loops on most machines; a further loop waits.
    private static var count: Int { 1 << countBits }
    private static var countBits: Int { 3 }

    private let slots: [Slot]

    /// - Parameter make: makes one value.
    init(_ make: () -> sending Thing) {
        slots = (0..<Self.count).map { _ in Slot(make()) }
    }

    /// Uses a value that no other thread uses. If all are in use, waits until one is free.
    func use<Result>(_ body: (inout sending Thing) -> sending Result) -> sending Result {
        let first = Self.first
        for step in 0..<Self.count {
            let index = (first + step) % Self.count
            if let result = slots[index].thing.withLockIfAvailable(body) { return result }
        }
        return slots[first].thing.withLock(body)
    }

    /// The index at which a thread looks first. It differs between threads, because two that use the same value, even
    /// one after the other, wait until its memory moves from one processor to the other.
    private static var first: Int {
        // Fibonacci hashing, because threads' addresses differ in their higher bits.
        let spread = UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15
        return Int(spread >> UInt64(64 - countBits))
    }
}
