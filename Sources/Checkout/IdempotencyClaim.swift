package import Wire

/// A create call under an `Idempotency-Key`: what identifies it, and the answer that its repetitions get.
package struct IdempotencyClaim: Sendable, Equatable {
    /// SHA-256 of the key and its scope: account, provider, route.
    package let digest: Digest
    /// SHA-256 of the body's meaning, which does not depend on its spelling.
    package let fingerprint: Digest
    package let answer: KeptAnswer
    /// When the call arrived. The claim is valid for ``retentionMicroseconds`` after that.
    package let madeAt: Timestamp

    package init(digest: Digest, fingerprint: Digest, answer: KeptAnswer, madeAt: Timestamp) {
        self.digest = digest
        self.fingerprint = fingerprint
        self.answer = answer
        self.madeAt = madeAt
    }

    /// 24 hours: as long as clients retry, with a margin.
    package static let retentionMicroseconds: Int64 = 24 * 3_600 * 1_000_000
}

/// The answer to the first call.
package struct KeptAnswer: Sendable, Equatable {
    package let status: Int
    package let contentType: String?
    package let body: [UInt8]

    package init(status: Int, contentType: String?, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// A claim that was committed, with the session that its call created.
package struct KeptClaim: Sendable, Equatable {
    package let claim: IdempotencyClaim
    package let session: SessionID

    package init(_ claim: IdempotencyClaim, session: SessionID) {
        self.claim = claim
        self.session = session
    }

    /// Whether the claim is still valid. It stays valid if the clock is set back.
    package func holds(at now: Timestamp) -> Bool {
        now < claim.madeAt.advanced(microseconds: IdempotencyClaim.retentionMicroseconds)
    }
}
