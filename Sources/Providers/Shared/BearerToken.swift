import Checkout
import Wire

/// Reads `Authorization: Bearer …` (RFC 6750 §2.1) as most services do: the scheme in any letter case, then one token.
enum BearerToken {
    /// Throws ``Failure/unauthenticated(_:)``: missing without a bearer token, malformed with more than one field or
    /// word.
    static func credential(in head: RequestHead, field: StaticString = "authorization") throws(Failure) -> Credential {
        guard let value = head.singleValue(of: field) else {
            // Two fields may name two callers. If one were chosen, a proxy and the gateway could see different callers.
            throw .unauthenticated(head.count(of: field) == 0 ? .missing : .malformed)
        }
        guard value.count > 7, ASCII.equalIgnoringCase(value.span.extracting(..<7), "bearer ") else {
            throw .unauthenticated(.missing)
        }
        let token = ASCII.trimmed(value[(value.startIndex + 7)...])
        guard !token.isEmpty else { throw .unauthenticated(.missing) }
        guard token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unauthenticated(.malformed) }
        return Credential(secret: token)
    }
}
