package import Wire

/// A create call under an `Idempotency-Key`: what tells it from others, and the answer that its repetitions get.
package struct IdempotencyClaim: Sendable, Equatable {
    /// SHA-256 of the key and of all that it holds for: account, provider, route.
    package let digest: [UInt8]
    /// SHA-256 of what the body means, however it is spelled.
    package let fingerprint: [UInt8]
    package let answer: KeptAnswer
    /// When the call came. The claim holds for ``retentionMicroseconds`` from then on.
    package let madeAt: Timestamp

    package init(digest: [UInt8], fingerprint: [UInt8], answer: KeptAnswer, madeAt: Timestamp) {
        self.digest = digest
        self.fingerprint = fingerprint
        self.answer = answer
        self.madeAt = madeAt
    }

    /// 24 hours: as long as the clients that retry, with room.
    package static let retentionMicroseconds: Int64 = 24 * 3_600 * 1_000_000
}

/// An answer as it was given once.
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

/// A claim that was committed, with the session that its call opened.
package struct KeptClaim: Sendable, Equatable {
    package let claim: IdempotencyClaim
    package let session: SessionID

    package init(_ claim: IdempotencyClaim, session: SessionID) {
        self.claim = claim
        self.session = session
    }

    /// Whether it still holds. A clock that went back makes no claim younger than new.
    package func holds(at now: Timestamp) -> Bool {
        now < claim.madeAt.advanced(microseconds: IdempotencyClaim.retentionMicroseconds)
    }
}
