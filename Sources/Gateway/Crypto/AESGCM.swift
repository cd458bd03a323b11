import COpenSSL

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D) under one key, by OpenSSL.
struct AESGCM: Sendable {
    /// 256 bits.
    static let keyByteCount = 32
    /// 96 bits, the length that SP 800-38D §5.2.1.1 recommends.
    static let nonceByteCount = 12
    /// 128 bits, the longest.
    static let tagByteCount = 16

    private let key: [UInt8]

    /// Nil unless the key has ``keyByteCount`` bytes.
    init?(key: [UInt8]) {
        guard key.count == Self.keyByteCount else { return nil }
        self.key = key
    }

    /// The encrypted bytes, as many as the plain ones, and then the tag.
    ///
    /// - Parameters:
    ///   - nonce: ``nonceByteCount`` bytes. No two texts under one key may have the same.
    ///   - associated: bytes that are not kept, but have to be the same when the text is opened.
    func seal(_ plain: [UInt8], nonce: [UInt8], associated: [UInt8]) -> [UInt8] {
        let computation = Computation(key: key, nonce: nonce, seals: true)
        var out = computation.update(plain, associated: associated)
        var tag = [UInt8](repeating: 0, count: Self.tagByteCount)
        let isMade =
            computation.finish()
            && EVP_CIPHER_CTX_ctrl(computation.context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
        precondition(isMade, "OpenSSL makes a tag for every text.")
        out += tag
        return out
    }

    /// The bytes that were sealed. Nil if the key, the nonce or the associated bytes are not those of the sealing, or
    /// if the sealed bytes were changed.
    func open(_ sealed: [UInt8], nonce: [UInt8], associated: [UInt8]) -> [UInt8]? {
        guard nonce.count == Self.nonceByteCount, sealed.count >= Self.tagByteCount else { return nil }
        var tag = Array(sealed.suffix(Self.tagByteCount))
        let computation = Computation(key: key, nonce: nonce, seals: false)
        let plain = computation.update(Array(sealed.dropLast(Self.tagByteCount)), associated: associated)
        let isSet = EVP_CIPHER_CTX_ctrl(computation.context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
        // Nobody gets a byte of the text before its tag is known to be right.
        return isSet && computation.finish() ? plain : nil
    }

    /// OpenSSL's state for one text.
    private struct Computation: ~Copyable {
        let context: OpaquePointer

        init(key: [UInt8], nonce: [UInt8], seals: Bool) {
            precondition(nonce.count == AESGCM.nonceByteCount, "A nonce has 12 bytes.")
            // The default length of a nonce is 12 bytes.
            guard let made = EVP_CIPHER_CTX_new(),
                EVP_CipherInit_ex2(made, EVP_aes_256_gcm(), key, nonce, seals ? 1 : 0, nil) == 1
            else { preconditionFailure("OpenSSL has AES-256-GCM.") }
            context = made
        }

        deinit {
            // This also erases the key.
            EVP_CIPHER_CTX_free(context)
        }

        /// The bytes, encrypted or decrypted.
        func update(_ bytes: [UInt8], associated: [UInt8]) -> [UInt8] {
            var out = [UInt8](repeating: 0, count: bytes.count)
            var count: Int32 = 0
            let isDone =
                EVP_CipherUpdate(context, nil, &count, associated, Int32(associated.count)) == 1
                && EVP_CipherUpdate(context, &out, &count, bytes, Int32(bytes.count)) == 1
            precondition(isDone, "OpenSSL takes every text.")
            return out
        }

        /// Computes the tag, or compares it. False if it is not the right one.
        func finish() -> Bool {
            // The mode has no last block, so nothing is written here.
            var rest = [UInt8](repeating: 0, count: 16)
            var count: Int32 = 0
            return EVP_CipherFinal_ex(context, &rest, &count) == 1
        }
    }
}
