import Wire

/// Public texts that are derived from a session's id with the gateway's secret. The store needs no index on random text
/// to find a session by such a text, and a forged text is refused without asking the store.
package struct Links: Sendable {
    /// The URL at which customers reach the gateway, without a slash at the end.
    package let publicURL: String
    private let mac: @Sendable (Span<UInt8>) -> Digest

    /// - Parameters:
    ///   - publicURL: the URL at which customers reach the gateway, without a slash at the end.
    ///   - mac: HMAC-SHA256 under the gateway's secret.
    package init(publicURL: String, mac: @escaping @Sendable (Span<UInt8>) -> Digest) {
        self.publicURL = publicURL
        self.mac = mac
    }

    /// The token of a session's page.
    package func token(for session: CheckoutSession) -> PageToken {
        var out: [UInt8] = []
        out.reserveCapacity(PageToken.byteCount)
        appendToken(for: session, to: &out)
        return PageToken(key: session.id.key, bytes: out)
    }

    /// Appends the characters of ``token(for:)``.
    package func appendToken(for session: CheckoutSession, to out: inout [UInt8]) {
        out.append(utf8: session.isLive ? "cs_live_" : "cs_test_")
        Base62.append(word: UInt64(session.id.key), to: &out)
        appendMAC(of: session.id.key, isLive: session.isLive, to: &out)
    }

    /// Parses a token; nil if this gateway did not make it.
    package func token(_ text: ArraySlice<UInt8>) -> PageToken? {
        guard text.count == PageToken.byteCount else { return nil }
        let isLive = ASCII.equal(text.prefix(8), "cs_live_")
        guard isLive || ASCII.equal(text.prefix(8), "cs_test_"),
            let number = try? Base62.decode(text.dropFirst(8).prefix(11)), number <= UInt128(Int64.max)
        else { return nil }
        let key = Int64(truncatingIfNeeded: number)
        var expected: [UInt8] = []
        appendMAC(of: key, isLive: isLive, to: &expected)
        let given = text.suffix(22)
        return ASCII.equalInConstantTime(expected.span, given.span) ? PageToken(key: key, bytes: Array(text)) : nil
    }

    /// 64 hex digits that prove that this gateway made a session's id.
    package func hash(of id: SessionID) -> String {
        // The message is the word and then the id, most significant byte first.
        var message = InlineArray<20, UInt8>(repeating: 0)
        Self.write("hash", to: &message)
        let bits = id.bits
        for index in 0..<16 { message[4 + index] = UInt8(truncatingIfNeeded: bits >> UInt128(8 * (15 - index))) }
        return Hex.string(mac(message.span).bytes)
    }

    /// The HMAC of a message under the gateway's secret. The message must not begin with `live`, `test` or `hash`,
    /// because tokens and hashes are made from such messages.
    package func code(of message: Span<UInt8>) -> Digest { mac(message) }

    /// Begins a message with a word of four letters.
    private static func write<let count: Int>(_ word: StaticString, to message: inout InlineArray<count, UInt8>) {
        word.withUTF8Buffer { word in
            for index in 0..<4 { message[index] = word[index] }
        }
    }

    /// Appends the first 128 bits of the code, as two words of 11 digits.
    private func appendMAC(of key: Int64, isLive: Bool, to out: inout [UInt8]) {
        let word: StaticString = isLive ? "live" : "test"
        // The message is the word and then the key, most significant byte first.
        var message = InlineArray<12, UInt8>(repeating: 0)
        Self.write(word, to: &message)
        for index in 0..<8 { message[4 + index] = UInt8(truncatingIfNeeded: key >> Int64(56 - 8 * index)) }
        let code = mac(message.span)
        Base62.append(word: code.number(0), to: &out)
        Base62.append(word: code.number(1), to: &out)
    }
}

/// The text that opens the page of one session: `cs_test_` or `cs_live_`, 11 characters for the session's key, 22 for
/// the MAC. Only ``Links`` makes values of this type, so each token was made or verified with the gateway's secret.
package struct PageToken: Sendable, Equatable {
    /// The ``SessionID/key`` of the session.
    package let key: Int64
    /// The characters.
    package let bytes: [UInt8]

    /// The number of characters.
    package static let byteCount = 41

    fileprivate init(key: Int64, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }

    /// The characters as a `String`. There is no `description`, so that no message shows a token by accident.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
