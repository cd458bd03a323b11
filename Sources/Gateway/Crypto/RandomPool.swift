import COpenSSL
import Synchronization

/// Random bytes from OpenSSL's generator, fetched in blocks: one call for many requests.
final class RandomPool: Sendable {
    private struct Block {
        var bytes: [UInt8] = []
        var used = 0
    }

    private let block = Mutex(Block())
    private static let blockBytes = 4_096

    /// 64 unpredictable bits.
    func word() -> UInt64 {
        block.withLock { block in
            if block.used + 8 > block.bytes.count {
                block.bytes = Self.bytes(Self.blockBytes)
                block.used = 0
            }
            var word: UInt64 = 0
            for index in block.used..<block.used + 8 {
                word = word << 8 | UInt64(block.bytes[index])
                // What was handed out is forgotten, so that a later look into memory does not find it.
                block.bytes[index] = 0
            }
            block.used += 8
            return word
        }
    }

    /// So many unpredictable bytes.
    static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { out, made in
            // An unseeded generator must not hand out guessable secrets, and there is nothing to go on with without.
            precondition(RAND_bytes(out.baseAddress, Int32(count)) == 1, "The system has a source of randomness.")
            made = count
        }
    }
}
