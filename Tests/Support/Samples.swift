package import Checkout
package import Wire

/// Sessions for tests.
package enum Samples {
    /// The creation time of sessions, unless a test gives another one.
    package static let start = Timestamp(seconds: 1_800_000_000)

    /// A body as a provider reads it.
    package static func document(_ text: String = #"{"amount":1500,"currency":"NGN"}"#) -> JSONDocument {
        JSONDocument(Array(text.utf8), grammar: .python)
    }

    /// A digest, of this byte alone.
    package static func digest(_ byte: UInt8) -> Digest {
        Digest { $0.initialize(repeating: byte, count: Digest.byteCount) }
    }

    /// A JSON string of this many bytes, at least two.
    package static func json(ofBytes count: Int) -> JSONText {
        var writer = JSONWriter(capacity: count)
        writer.string(String(repeating: "x", count: count - 2))
        return JSONText(writer)
    }

    /// A session with few values.
    package static func session(
        number: Int64, account: Int64 = 1, provider: String = "duro", status: Status = .open,
        customer: String? = nil, lifetimeSeconds: Int64? = 3_600, at time: Timestamp = start
    ) -> CheckoutSession {
        var draft = Draft(mode: .payment, fields: SentFields(document()), lifetimeSeconds: lifetimeSeconds)
        draft.customer.reference = customer
        return CheckoutSession(
            id: SessionID(
                key: (time.microseconds / 1_000) << SessionID.countBits + number, tail: number &* 7_919),
            number: number,
            provider: ProviderName(provider), account: AccountID(account), isLive: false, status: status, draft: draft,
            createdAt: time)
    }
}

extension Links {
    /// Links whose tokens differ with the session and need no key.
    package static func withoutKey(_ publicURL: String) -> Links {
        Links(publicURL: publicURL) { message in
            Digest { code in
                for index in 0..<Digest.byteCount {
                    code[index] = UInt8(index)
                    for place in message.indices { code[index] = code[index] &* 31 &+ message[place] }
                }
            }
        }
    }
}
