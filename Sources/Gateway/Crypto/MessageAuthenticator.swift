import COpenSSL
package import Checkout

/// HMAC-SHA256 (RFC 2104) under one key, by OpenSSL.
package final class MessageAuthenticator: Sendable {
    /// A computation that already has its key, which saves half of the work for a short message.
    private struct Computation: ~Copyable {
        let context: OpaquePointer

        init(_ key: [UInt8]) {
            let algorithm = EVP_MAC_fetch(nil, "HMAC", nil)
            defer { EVP_MAC_free(algorithm) }
            let made = EVP_MAC_CTX_new(algorithm)
            // OpenSSL's parameters keep the addresses of both texts, so the texts have to live as long as they.
            var (name, digest) = (Array("digest".utf8CString), Array("SHA256".utf8CString))
            let isReady = name.withUnsafeMutableBufferPointer { name in
                digest.withUnsafeMutableBufferPointer { digest in
                    let parameters = [
                        OSSL_PARAM_construct_utf8_string(name.baseAddress, digest.baseAddress, 0),
                        OSSL_PARAM_construct_end(),
                    ]
                    return EVP_MAC_init(made, key, key.count, parameters) == 1
                }
            }
            guard let made, isReady else { preconditionFailure("OpenSSL has HMAC and SHA-256.") }
            context = made
        }

        deinit {
            EVP_MAC_CTX_free(context)
        }

        func code(for message: Span<UInt8>) -> Digest {
            Digest { code in
                var count = 0
                let isMade = message.withUnsafeBufferPointer { message in
                    // Without a key, OpenSSL begins again with the present one.
                    EVP_MAC_init(context, nil, 0, nil) == 1
                        && EVP_MAC_update(context, message.baseAddress, message.count) == 1
                        && EVP_MAC_final(context, code, &count, Digest.byteCount) == 1
                }
                precondition(isMade && count == Digest.byteCount, "OpenSSL makes every HMAC-SHA256.")
            }
        }
    }

    private let computations: Spares<Computation>

    init(key: [UInt8]) {
        computations = Spares { Computation(key) }
    }

    /// The code of a message.
    package func code(for message: Span<UInt8>) -> Digest {
        computations.use { $0.code(for: message) }
    }
}
