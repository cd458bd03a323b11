import COpenSSL
package import Checkout

/// SHA-256 (FIPS 180-4), by OpenSSL.
package enum SHA256 {
    /// A computation that is used again for each digest: finding the algorithm and allocating its context costs more
    /// than the digest of a short secret.
    private struct Computation: ~Copyable {
        private let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
        private let context = EVP_MD_CTX_new()

        deinit {
            EVP_MD_CTX_free(context)
            EVP_MD_free(algorithm)
        }

        func digest(_ bytes: ArraySlice<UInt8>) -> Digest {
            Digest { digest in
                let isMade = bytes.withUnsafeBufferPointer { input in
                    EVP_DigestInit_ex2(context, algorithm, nil) == 1
                        && EVP_DigestUpdate(context, input.baseAddress, input.count) == 1
                        && EVP_DigestFinal_ex(context, digest, nil) == 1
                }
                precondition(isMade, "OpenSSL makes every SHA-256.")
            }
        }
    }

    private static let computation = Spares { Computation() }

    /// The most bytes that the shared computation takes, so that long texts do not block other threads.
    private static let sharedBytesMax = 1_024

    /// The digest of these bytes.
    package static func digest(_ bytes: ArraySlice<UInt8>) -> Digest {
        guard bytes.count > sharedBytesMax else { return computation.use { $0.digest(bytes) } }
        return Digest { digest in
            let isMade = bytes.withUnsafeBufferPointer { input in
                EVP_Digest(input.baseAddress, input.count, digest, nil, EVP_sha256(), nil) == 1
            }
            precondition(isMade, "OpenSSL makes every SHA-256.")
        }
    }
}
