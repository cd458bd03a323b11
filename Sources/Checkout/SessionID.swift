import Synchronization
package import Wire

/// A session's id: the bits of a UUIDv7 (RFC 9562 §5.7), which sort by time.
///
/// The upper half, without its version, is also the primary key in the store: new rows go to the end of the table, and
/// every public spelling of an id leads to its row without another index.
package struct SessionID: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970 in 48 bits, then a counter of 12 bits within the millisecond. Never negative.
    package let key: Int64
    /// The greatest key: 60 bits.
    package static let keyMax: Int64 = 0x0FFF_FFFF_FFFF_FFFF
    /// The number of bits of a key below its milliseconds.
    package static let countBits: Int64 = 12

    /// 62 random bits.
    package let tail: Int64

    package init(key: Int64, tail: Int64) {
        self.key = key & Self.keyMax
        self.tail = tail & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// The id with these bits; nil if they are not the bits of a UUIDv7.
    package init?(bits: UInt128) {
        let high = UInt64(truncatingIfNeeded: bits >> 64)
        let low = UInt64(truncatingIfNeeded: bits)
        guard high >> 12 & 0xF == 7, low >> 62 == 2 else { return nil }
        key = Int64((high >> 16) << 12 | high & 0xFFF)
        tail = Int64(low & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// The 128 bits of the UUID.
    package var bits: UInt128 {
        let high = (UInt64(key) >> 12) << 16 | 0x7000 | UInt64(key) & 0xFFF
        let low = UInt64(2) << 62 | UInt64(tail)
        return UInt128(high) << 64 | UInt128(low)
    }

    /// The 16 bytes of the UUID.
    package var bytes: [UInt8] {
        let bits = bits
        return (0..<16).map { UInt8(truncatingIfNeeded: bits >> UInt128(8 * (15 - $0))) }
    }

    package static func < (left: SessionID, right: SessionID) -> Bool {
        (left.key, left.tail) < (right.key, right.tail)
    }
}

/// Assigns ids and numbers, each greater than all before it, even if the clock goes back.
package final class SessionIDs: Sendable {
    private struct Last {
        var key: Int64
        var number: Int64
    }

    private let last: Mutex<Last>
    private let random: @Sendable () -> UInt64

    /// - Parameters:
    ///   - key: the greatest key in use, 0 for none.
    ///   - number: the greatest number in use, 0 for none.
    ///   - random: 64 unpredictable bits.
    package init(afterKey key: Int64, number: Int64, random: @escaping @Sendable () -> UInt64) {
        last = Mutex(Last(key: key, number: number))
        self.random = random
    }

    /// An id and a sequential number for a session that is created at this time.
    package func next(at now: Timestamp) -> (id: SessionID, number: Int64) {
        let tail = Int64(random() >> 2)
        let clock = max(0, now.microseconds / 1_000) << 12
        return last.withLock { last in
            last.key = max(clock, last.key + 1)
            last.number += 1
            return (SessionID(key: last.key, tail: tail), last.number)
        }
    }
}
