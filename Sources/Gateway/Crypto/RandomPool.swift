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
            // A word that was given out is erased, so that it cannot be read from memory later.
            block.words[block.used] = 0
            block.used += 1
            return word
        }
    }

    /// This many unpredictable bytes.
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
        // Without a seeded generator, secrets could be guessed, so the program cannot go on.
        precondition(RAND_bytes(out.baseAddress, Int32(out.count)) == 1, "The system has a source of randomness.")
    }
}
