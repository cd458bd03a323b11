import Checkout
import Wire

/// The valid credentials, by their digests. It contains no secrets.
struct KeyRing: Sendable {
    /// One credential.
    struct Key: Sendable {
        var provider: ProviderName
        var kind = CredentialKind.token
        var account: AccountID
        var isLive: Bool
        var access: Access
        /// The part that is not secret, if the provider's credentials have one.
        var identifier: String?
        /// SHA-256 of the secret part.
        var digest: Digest
    }

    private struct Slot: Hashable {
        let provider: ProviderName
        let digest: Digest

        /// Two providers seldom have the same secret, so the digest alone is enough.
        func hash(into hasher: inout Hasher) {
            hasher.combine(digest)
        }
    }

    private var keys: [Key] = []
    /// The index in `keys` of each credential.
    private var numbers: [Slot: Int] = [:]
    private var identifiers: Set<[UInt8]> = []

    init() {}

    /// Adds a key. Returns false and adds nothing if its provider has the secret already.
    mutating func add(_ key: Key) -> Bool {
        let slot = Slot(provider: key.provider, digest: key.digest)
        guard numbers[slot] == nil else { return false }
        numbers[slot] = keys.count
        keys.append(key)
        if let identifier = key.identifier { identifiers.insert(Array(identifier.utf8)) }
        return true
    }

    /// How many keys there are. Callers' numbers are smaller.
    var count: Int { keys.count }

    /// The caller with this credential. Throws ``Failure/unauthenticated(_:)``.
    func caller(_ credential: Credential, of provider: ProviderName) throws(Failure) -> Caller {
        guard let number = numbers[Slot(provider: provider, digest: SHA256.digest(credential.secret))] else {
            let isNamed = credential.identifier.map { identifiers.contains(Array($0)) } ?? false
            throw .unauthenticated(isNamed ? .mismatched : .unknown)
        }
        if let shown = credential.identifier {
            guard let identifier = keys[number].identifier, ASCII.equalInConstantTime(identifier.utf8.span, shown.span)
            else { throw .unauthenticated(.mismatched) }
        }
        guard keys[number].kind == credential.kind else { throw .unauthenticated(.misplaced) }
        let isReadOnly = keys[number].access == .read || credential.claimedAccess == .read
        return Caller(
            kind: credential.kind, account: keys[number].account, isLive: keys[number].isLive,
            access: isReadOnly ? .read : .write,
            identifier: keys[number].identifier, credential: number)
    }
}
