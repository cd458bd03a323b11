/// Encrypts secrets that the gateway has to use again, under keys from the settings. A copy of the database alone does
/// not reveal them.
package struct SecretSeal: Sendable {
    /// A key with the name by which the sealed texts remember it.
    package struct Key: Sendable {
        package let id: String
        fileprivate let cipher: AESGCM

        /// Nil unless the key has ``byteCount`` bytes.
        package init?(id: String, bytes: [UInt8]) {
            guard let cipher = AESGCM(key: bytes) else { return nil }
            self.id = id
            self.cipher = cipher
        }

        /// The bytes of a key.
        package static let byteCount = AESGCM.keyByteCount
    }

    /// A sealed text as the store keeps it.
    package struct Sealed: Sendable, Equatable {
        package let keyID: String
        /// The nonce, the encrypted bytes and the tag.
        package let bytes: [UInt8]

        package init(keyID: String, bytes: [UInt8]) {
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    /// Why a sealed text cannot be opened.
    package enum Fault: Error, Sendable, Equatable {
        /// No key of the settings has this id.
        case unknownKey(String)
        /// The key with this id is not the one that sealed the text, or the text was changed, or it is another owner's.
        case wrong(String)
    }

    private let first: Key
    private let others: [Key]
    private let random: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - first: seals, and opens.
    ///   - others: only open what was sealed under them.
    ///   - random: unpredictable bytes, of the number that it is given.
    package init(
        _ first: Key, others: [Key] = [], random: @escaping @Sendable (Int) -> [UInt8] = RandomPool.bytes
    ) {
        self.first = first
        self.others = others
        self.random = random
    }

    /// Seals a text. It can be opened only for the same owner, so that nobody who can write to the store can give one
    /// endpoint the secret of another.
    ///
    /// - Parameters:
    ///   - plain: the text.
    ///   - owner: whose secret it is.
    package func seal(_ plain: [UInt8], for owner: String) -> Sealed {
        // Random nonces of 96 bits are safe for 2^32 texts under one key (SP 800-38D §8.3).
        let nonce = random(AESGCM.nonceByteCount)
        return Sealed(
            keyID: first.id, bytes: nonce + first.cipher.seal(plain, nonce: nonce, associated: Array(owner.utf8)))
    }

    /// The text that was sealed for an owner.
    package func open(_ sealed: Sealed, for owner: String) throws(Fault) -> [UInt8] {
        guard let key = ([first] + others).first(where: { $0.id == sealed.keyID }) else {
            throw .unknownKey(sealed.keyID)
        }
        let nonce = Array(sealed.bytes.prefix(AESGCM.nonceByteCount))
        let rest = Array(sealed.bytes.dropFirst(AESGCM.nonceByteCount))
        guard let plain = key.cipher.open(rest, nonce: nonce, associated: Array(owner.utf8)) else {
            throw .wrong(sealed.keyID)
        }
        return plain
    }

    /// Whether a key other than the first one sealed a text, so that the text should be sealed again.
    package func isOld(_ sealed: Sealed) -> Bool { sealed.keyID != first.id }
}

/// Swift shows the properties of any value in messages, but must not show a key.
extension SecretSeal.Key: CustomStringConvertible, CustomReflectable {
    package var description: String { "key \(id)" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
