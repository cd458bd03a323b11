import COpenSSL
import Wire

/// SHA-256 (FIPS 180-4), by OpenSSL.
enum SHA256 {
    /// OpenSSL's implementation, looked up once: a lookup costs more than the digest of a short secret.
    private struct Algorithm: Sendable {
        private let address: UInt

        init() {
            guard let found = EVP_MD_fetch(nil, "SHA256", nil) else { preconditionFailure("OpenSSL has SHA-256.") }
            address = UInt(bitPattern: found)
        }

        /// OpenSSL's objects of this kind are never changed, so that any thread may use one.
        var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }
    }

    private static let algorithm = Algorithm()

    /// The 32 bytes of the digest.
    static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { out, count in
            let isMade = bytes.withUnsafeBufferPointer { input in
                EVP_Digest(input.baseAddress, input.count, out.baseAddress, nil, algorithm.pointer, nil) == 1
            }
            precondition(isMade, "OpenSSL makes every SHA-256.")
            count = Int(SHA256_DIGEST_LENGTH)
        }
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
