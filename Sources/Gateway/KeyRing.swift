import Checkout
import Wire

/// Who may call, by the digest of what they show. Secrets themselves are nowhere in it.
struct KeyRing: Sendable {
    /// One credential.
    struct Key: Sendable {
        var provider: ProviderName
        var account: AccountID
        var isLive: Bool
        var access: Access
        /// The part that is no secret, where the provider's credentials have one.
        var identifier: String?
        /// SHA-256 of the secret part.
        var digest: [UInt8]
    }

    private struct Slot: Hashable {
        let provider: ProviderName
        let digest: Digest

        /// The same secret at two providers is rare enough.
        func hash(into hasher: inout Hasher) {
            hasher.combine(digest)
        }
    }

    private var keys: [Slot: (number: Int, key: Key)] = [:]
    private var identifiers: Set<[UInt8]> = []

    init() {}

    /// Adds a key. False, and nothing added, where its provider has that secret already.
    mutating func add(_ key: Key) -> Bool {
        guard let digest = Digest(kept: key.digest) else { return false }
        let slot = Slot(provider: key.provider, digest: digest)
        guard keys[slot] == nil else { return false }
        keys[slot] = (keys.count, key)
        if let identifier = key.identifier { identifiers.insert(Array(identifier.utf8)) }
        return true
    }

    var isEmpty: Bool { keys.isEmpty }

    /// How many keys there are. Callers' numbers are below it.
    var count: Int { keys.count }

    /// Who shows this credential. Throws ``Failure/unauthenticated(_:)``.
    func caller(_ credential: Credential, of provider: ProviderName) throws(Failure) -> Caller {
        guard let (number, key) = keys[Slot(provider: provider, digest: Digest(of: credential.secret))] else {
            let isNamed = credential.identifier.map { identifiers.contains(Array($0)) } ?? false
            throw .unauthenticated(isNamed ? .mismatched : .unknown)
        }
        if let shown = credential.identifier {
            guard let identifier = key.identifier, ASCII.equalInConstantTime(identifier.utf8.span, shown.span)
            else { throw .unauthenticated(.mismatched) }
        }
        let isReadOnly = key.access == .read || credential.claimedAccess == .read
        return Caller(
            account: key.account, isLive: key.isLive, access: isReadOnly ? .read : .write,
            identifier: key.identifier, credential: number)
    }
}
