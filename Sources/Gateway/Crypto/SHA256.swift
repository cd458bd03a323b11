import COpenSSL
import Wire

/// SHA-256 (FIPS 180-4), by OpenSSL.
enum SHA256 {
    /// A computation that is begun again for each digest: looking the algorithm up and making room for it cost more than
    /// the digest of a short secret.
    private struct Computation: ~Copyable {
        private let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
        private let context = EVP_MD_CTX_new()

        deinit {
            EVP_MD_CTX_free(context)
            EVP_MD_free(algorithm)
        }

        func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
            let isMade = bytes.withUnsafeBufferPointer { input in
                EVP_DigestInit_ex2(context, algorithm, nil) == 1
                    && EVP_DigestUpdate(context, input.baseAddress, input.count) == 1
                    && EVP_DigestFinal_ex(context, &digest, nil) == 1
            }
            precondition(isMade, "OpenSSL makes every SHA-256.")
            return digest
        }
    }

    private static let computation = Spares { Computation() }

    /// As much as a secret may have; what is longer would keep others from the shared computation for long.
    private static let sharedBytesMax = 1_024

    /// The 32 bytes of the digest.
    static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.count > sharedBytesMax else { return computation.use { $0.digest(bytes) } }
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let isMade = bytes.withUnsafeBufferPointer { input in
            EVP_Digest(input.baseAddress, input.count, &digest, nil, EVP_sha256(), nil) == 1
        }
        precondition(isMade, "OpenSSL makes every SHA-256.")
        return digest
    }
}

/// A SHA-256 digest as a key of a table.
struct Digest: Hashable, Sendable {
    /// 32 bytes.
    let bytes: [UInt8]

    /// The digest of these bytes.
    init(of secret: ArraySlice<UInt8>) {
        bytes = SHA256.digest(secret)
    }

    /// A digest that was kept; nil unless it is 32 bytes.
    init?(kept bytes: [UInt8]) {
        guard bytes.count == Int(SHA256_DIGEST_LENGTH) else { return nil }
        self.bytes = bytes
    }

    /// Digests are spread evenly already, so eight of their bytes will do.
    func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        for index in 0..<8 { word = word << 8 | UInt64(bytes[index]) }
        hasher.combine(word)
    }

    static func == (left: Digest, right: Digest) -> Bool {
        ASCII.equalInConstantTime(left.bytes.span, right.bytes.span)
    }
}
