/// Names one connection of one loop for ever: slots are used again, but a slot and its generation only once.
struct ConnectionKey: Hashable {
    let slot: UInt32
    let generation: UInt32

    var packed: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    init(packed: UInt64) {
        slot = UInt32(truncatingIfNeeded: packed)
        generation = UInt32(truncatingIfNeeded: packed >> 32)
    }
}

/// Holds a connection for the loop's array, because arrays hold only values that can be copied.
final class ConnectionBox {
    var connection: Connection

    init(_ connection: consuming Connection) {
        self.connection = connection
    }
}
