extension JSON {
    /// The characters of a string or a name in UTF-8 that can be sent, with U+FFFD for each lone surrogate. Nil for any
    /// other value.
    package var wellFormedBytes: ArraySlice<UInt8>? {
        stringBytes.map { JSONString.firstSurrogate(in: $0) == nil ? $0 : JSONString.replacingSurrogates(in: $0)[...] }
    }

    /// Whether a string holds one half of a surrogate pair without the other, which is not a character.
    package var hasLoneSurrogate: Bool {
        stringBytes.map { JSONString.firstSurrogate(in: $0) != nil } ?? false
    }
}

extension JSONString {
    /// The index of the first encoded surrogate; U+D800…U+DFFF are encoded as `ED A0 80`…`ED BF BF`. In UTF-8 that may
    /// hold surrogates, 0xED is always a lead byte.
    static func firstSurrogate(in bytes: ArraySlice<UInt8>) -> Int? {
        firstSurrogate(in: bytes.span).map { bytes.startIndex + $0 }
    }

    /// As ``firstSurrogate(in:)-(ArraySlice<UInt8>)``, with an index that counts from the first byte.
    static func firstSurrogate(in bytes: Span<UInt8>) -> Int? {
        var at = EightBytes.firstIndex(of: 0xED, in: bytes, from: 0)
        while at + 1 < bytes.count {
            if bytes[at + 1] >= 0xA0 { return at }
            at = EightBytes.firstIndex(of: 0xED, in: bytes, from: at + 1)
        }
        return nil
    }

    /// Replaces each encoded surrogate with one U+FFFD. Swift's own repair would write three, one for each byte.
    static func replacingSurrogates(in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while let surrogate = firstSurrogate(in: bytes[at...]) {
            out.append(contentsOf: bytes[at..<surrogate])
            append(scalar: 0xFFFD, to: &out)
            at = min(surrogate + 3, bytes.endIndex)
        }
        out.append(contentsOf: bytes[at...])
        return out
    }
}
