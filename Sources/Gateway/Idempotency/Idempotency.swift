import Checkout
import Storage
import Synchronization
import Wire

/// Create calls under an `Idempotency-Key`: which are the first of their key, and which repeat one.
///
/// The store decides, in the transaction that opens the session. What is looked at here before saves a repeated call the
/// reading of its body by rules that may have changed, and tells one that comes too early so.
final class Idempotency: Sendable {
    /// A keyed call, as the store knows it.
    struct Keyed: Sendable {
        let digest: Digest
        let fingerprint: [UInt8]

        func claim(on response: Response, at now: Timestamp) -> IdempotencyClaim {
            let answer = KeptAnswer(
                status: response.status, contentType: response.contentType, body: response.body)
            return IdempotencyClaim(digest: digest.bytes, fingerprint: fingerprint, answer: answer, madeAt: now)
        }
    }

    /// Where a call stands among those of its key.
    enum Standing {
        /// It shows no key.
        case unkeyed
        case first(Keyed)
        case repeated(KeptClaim)
    }

    /// How long the first call of a key is in flight at most, in most cases: one commit.
    private static let retryAfterSeconds = 1

    private let sessions: StoredSessions
    private let inFlight = Mutex<Set<Digest>>([])

    init(_ sessions: StoredSessions) {
        self.sessions = sessions
    }

    /// - Parameter route: the path of the route, which is part of what a key holds for.
    ///
    /// Throws ``Failure/invalidIdempotencyKey``, ``Failure/idempotencyConflict`` where the key came with another body, and
    /// ``Failure/idempotencyInFlight(retryAfterSeconds:)``.
    func standing(
        of call: Call, on route: String, of provider: ProviderName, at now: Timestamp
    ) throws(Failure) -> Standing {
        let values = call.request.head.values(of: "idempotency-key")
        guard let value = values.first else { return .unkeyed }
        guard values.count == 1, let key = IdempotencyKey(value) else { throw .invalidIdempotencyKey }
        let keyed = Keyed(
            digest: Self.digest(key, route, call.parameters, provider, call.caller),
            fingerprint: BodyFingerprint.digest(of: call.document))
        if inFlight.withLock({ $0.contains(keyed.digest) }) {
            throw .idempotencyInFlight(retryAfterSeconds: Self.retryAfterSeconds)
        }
        let kept: KeptClaim?
        do throws(StoreFailure) {
            kept = try sessions.read { (reader) throws(StoreFailure) in
                try reader.claim(keyed.digest.bytes, at: now)
            }
        } catch {
            throw Failure(store: error)
        }
        guard let kept else { return .first(keyed) }
        guard kept.claim.fingerprint == keyed.fingerprint else { throw .idempotencyConflict }
        return .repeated(kept)
    }

    /// From now until ``release(_:)`` a call under the same key is told to come again.
    func reserve(_ keyed: Keyed) throws(Failure) {
        guard inFlight.withLock({ $0.insert(keyed.digest).inserted }) else {
            throw .idempotencyInFlight(retryAfterSeconds: Self.retryAfterSeconds)
        }
    }

    func release(_ keyed: Keyed) {
        inFlight.withLock { _ = $0.remove(keyed.digest) }
    }

    /// A key holds for one account's calls to one path of one provider. Calls with publishable keys are apart
    /// from the account's other calls: anybody may know such a key, and the answer to a repeated call tells a session.
    private static func digest(
        _ key: IdempotencyKey, _ route: String, _ parameters: [[UInt8]], _ provider: ProviderName, _ caller: Caller
    ) -> Digest {
        // A key holds no zero byte, nor do names and routes; what stands in a path may, and has its length before it.
        var scope = Array("\(caller.account.value)\0\(provider)\0\(route)\0".utf8)
        if caller.kind == .publishable { scope = Array("publishable\0".utf8) + scope }
        for parameter in parameters { scope += Array("\(parameter.count)\0".utf8) + parameter }
        return SHA256.digest((scope + key.bytes)[...])
    }
}

extension Response {
    /// An answer that was given before.
    init(replaying answer: KeptAnswer) {
        self.init(
            status: answer.status, contentType: answer.contentType,
            fields: [HeaderField(name: "Idempotency-Replayed", value: "true")], body: answer.body)
    }
}
