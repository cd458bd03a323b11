import COpenSSL
import Synchronization

/// HMAC-SHA256 (RFC 2104) under one key, by OpenSSL.
final class MessageAuthenticator: Sendable {
    private let key: [UInt8]

    init(key: [UInt8]) {
        self.key = key
    }

    /// The 32 bytes of the code.
    func code(for message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { out, count in
            var length: UInt32 = 0
            let made = HMAC(
                EVP_sha256(), key, Int32(key.count), message, message.count, out.baseAddress, &length)
            precondition(made != nil && length == UInt32(SHA256_DIGEST_LENGTH), "OpenSSL makes every HMAC-SHA256.")
            count = Int(length)
        }
    }
}
