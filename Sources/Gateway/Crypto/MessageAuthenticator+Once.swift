import COpenSSL
package import Checkout

extension MessageAuthenticator {
    /// The HMAC-SHA256 (RFC 2104) of a message under a key that is used only now and then. A ``MessageAuthenticator``
    /// for one key costs less for each message, but several times as much to make.
    @Sendable package static func code(under key: [UInt8], of message: Span<UInt8>) -> Digest {
        Digest { code in
            var count = 0
            let made = message.withUnsafeBufferPointer { message in
                EVP_Q_mac(
                    nil, "HMAC", nil, "SHA256", nil, key, key.count, message.baseAddress, message.count, code,
                    Digest.byteCount, &count)
            }
            precondition(made != nil && count == Digest.byteCount, "OpenSSL makes every HMAC-SHA256.")
        }
    }
}
