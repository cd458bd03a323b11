import Checkout
import Wire

/// Create calls under an `Idempotency-Key`.
///
/// The store decides, in the transaction that opens the session, which call of a key is the first. What is looked at before
/// that spares a repeated call the reading of its body by rules that may have changed, and tells a call that comes too early
/// so.
struct Idempotency: Sendable {
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

    /// How long the first call of a key is in flight at most, in most cases: one commit.
    private static let retryAfterSeconds = 1

    private let keys: KeysInFlight

    init(_ keys: KeysInFlight) {
        self.keys = keys
    }

    /// The call under its key; nil where it shows none.
    ///
    /// Throws ``Failure/invalidIdempotencyKey``, and ``Failure/idempotencyInFlight(retryAfterSeconds:)`` while the first call
    /// under the key is not answered.
    ///
    /// - Parameter route: the path of the route, which is a part of what a key holds for.
    func keyed(_ call: Call, on route: String, of provider: ProviderName) throws(Failure) -> Keyed? {
        let values = call.request.head.values(of: "idempotency-key")
        guard let value = values.first else { return nil }
        guard values.count == 1, let key = IdempotencyKey(value) else { throw .invalidIdempotencyKey }
        let keyed = Keyed(
            digest: Self.digest(key, route, call.parameters, provider, call.caller),
            fingerprint: BodyFingerprint.digest(of: call.document))
        guard !keys.holds(keyed.digest) else { throw .idempotencyInFlight(retryAfterSeconds: Self.retryAfterSeconds) }
        return keyed
    }

    /// From now on a call under the same key is told to come again, until the key is released.
    func reserve(_ keyed: Keyed) throws(Failure) {
        guard keys.reserve(keyed.digest) else { throw .idempotencyInFlight(retryAfterSeconds: Self.retryAfterSeconds) }
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
