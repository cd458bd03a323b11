import Checkout
import Wire

/// Create calls under an `Idempotency-Key`.
///
/// The store decides which call of a key is the first, in the transaction that creates the session. The checks before
/// that have two purposes: a repeated call is answered without reading its body, whose rules may have changed; and a
/// call that comes while the first is in flight is refused.
struct Idempotency: Sendable {
    /// A call with a key, in the form that the store knows.
    struct KeyedCall: Sendable {
        let digest: Digest
        let fingerprint: Digest

        func claim(on response: Response, at now: Timestamp) -> IdempotencyClaim {
            let answer = KeptAnswer(
                status: response.status, contentType: response.contentType, body: response.body)
            return IdempotencyClaim(digest: digest, fingerprint: fingerprint, answer: answer, madeAt: now)
        }
    }

    /// How long the first call of a key is usually in flight at most: one commit.
    private static let retryAfterSeconds = 1

    private let keys: KeysInFlight

    init(_ keys: KeysInFlight) {
        self.keys = keys
    }

    /// The call with its key; nil if it has none.
    ///
    /// Throws ``Failure/invalidIdempotencyKey``, and ``Failure/idempotencyInFlight(retryAfterSeconds:)`` while the
    /// first call under the key is not answered.
    ///
    /// - Parameter route: the path of the route; a key is valid for one route only.
    func keyed(_ call: Call, on route: String, of provider: ProviderName) throws(Failure) -> KeyedCall? {
        let values = call.request.head.values(of: "idempotency-key")
        guard let value = values.first else { return nil }
        guard values.count == 1, let key = IdempotencyKey(value) else { throw .invalidIdempotencyKey }
        let keyed = KeyedCall(
            digest: Self.digest(key, route, call.parameters, provider, call.caller),
            fingerprint: BodyFingerprint.digest(of: call.document))
        guard !keys.holds(keyed.digest) else { throw .idempotencyInFlight(retryAfterSeconds: Self.retryAfterSeconds) }
        return keyed
    }

    /// Refuses other calls under the same key until the key is released.
    func reserve(_ keyed: KeyedCall) throws(Failure) {
        guard keys.reserve(keyed.digest) else { throw .idempotencyInFlight(retryAfterSeconds: Self.retryAfterSeconds) }
    }

    /// The digest of a key with its scope: one account's calls to one path of one provider. Calls with publishable keys
    /// have a scope of their own, because such a key may be public, and the answer to a repeated call shows a session.
    private static func digest(
        _ key: IdempotencyKey, _ route: String, _ parameters: [[UInt8]], _ provider: ProviderName, _ caller: Caller
    ) -> Digest {
        // Keys, names and routes contain no zero byte; parameters of a path may, so each has its length before it.
        var scope = Array("\(caller.account.value)\0\(provider)\0\(route)\0".utf8)
        if caller.kind == .publishable { scope = Array("publishable\0".utf8) + scope }
        for parameter in parameters { scope += Array("\(parameter.count)\0".utf8) + parameter }
        return SHA256.digest((scope + key.bytes)[...])
    }
}

extension Response {
    /// The stored answer of an earlier call.
    init(replaying answer: KeptAnswer) {
        self.init(
            status: answer.status, contentType: answer.contentType,
            fields: [HeaderField(name: "Idempotency-Replayed", value: "true")], body: answer.body)
    }
}
