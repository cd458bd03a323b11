import COpenSSL

/// Random bytes from OpenSSL's generator, fetched in blocks: one call for many requests.
package final class RandomPool: Sendable {
    private struct Block {
        var words: [UInt64] = []
        var used = 0
    }

    private let blocks = Spares { Block() }
    private static let blockWords = 512

    /// 64 unpredictable bits.
    func word() -> UInt64 {
        blocks.use { block in
            if block.used == block.words.count {
                block.words = Self.words(Self.blockWords)
                block.used = 0
            }
            let word = block.words[block.used]
            // What was handed out is forgotten, so that a later look into memory does not find it.
            block.words[block.used] = 0
            block.used += 1
            return word
        }
    }

    /// So many unpredictable bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { out, made in
            fill(UnsafeMutableRawBufferPointer(out))
            made = count
        }
    }

    private static func words(_ count: Int) -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: count) { out, made in
            fill(UnsafeMutableRawBufferPointer(out))
            made = count
        }
    }

    private static func fill(_ out: UnsafeMutableRawBufferPointer) {
        // An unseeded generator must not hand out guessable secrets, and there is nothing to go on with without.
        precondition(RAND_bytes(out.baseAddress, Int32(out.count)) == 1, "The system has a source of randomness.")
    }
}
