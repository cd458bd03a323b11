import Wire

/// Public spellings that are derived from an id with the gateway's secret, so that no index on random text is needed to
/// find a session by one, and a forged one is known without a look into the store.
package struct Links: Sendable {
    /// Where customers reach the gateway, without a slash at the end.
    package let publicURL: String
    private let mac: @Sendable ([UInt8]) -> [UInt8]

    /// - Parameters:
    ///   - publicURL: where customers reach the gateway, without a slash at the end.
    ///   - mac: HMAC-SHA256 under the gateway's secret.
    package init(publicURL: String, mac: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.publicURL = publicURL
        self.mac = mac
    }

    /// The token of a session's page: `cs_test_` or `cs_live_`, 11 characters for the session's key, 22 for their MAC.
    package func token(for session: CheckoutSession) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(41)
        out.append(contentsOf: (session.isLive ? "cs_live_" : "cs_test_").utf8)
        Base62.append(UInt128(UInt64(session.id.key)), digits: 11, to: &out)
        Base62.append(pageMAC(session.id.key, isLive: session.isLive), digits: 22, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// The key of the session whose page a token opens; nil for a token that this gateway did not make.
    package func key(ofToken token: ArraySlice<UInt8>) -> Int64? {
        guard token.count == 41 else { return nil }
        let isLive = ASCII.equal(token.prefix(8), "cs_live_")
        guard isLive || ASCII.equal(token.prefix(8), "cs_test_"),
            let number = try? Base62.decode(token.dropFirst(8).prefix(11)), number <= UInt128(Int64.max)
        else { return nil }
        let key = Int64(truncatingIfNeeded: number)
        var expected: [UInt8] = []
        Base62.append(pageMAC(key, isLive: isLive), digits: 22, to: &expected)
        return ASCII.equalInConstantTime(expected, token.suffix(22)) ? key : nil
    }

    /// 64 hex digits that prove that a session's id came from this gateway.
    package func hash(of id: SessionID) -> String {
        Hex.string(mac(Array("hash".utf8) + id.bytes))
    }

    private func pageMAC(_ key: Int64, isLive: Bool) -> UInt128 {
        var message = Array((isLive ? "live" : "test").utf8)
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: key >> Int64(shift)))
        }
        return mac(message).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
