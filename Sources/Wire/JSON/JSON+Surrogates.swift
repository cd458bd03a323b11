extension JSON {
    /// The characters of a string or a name, with U+FFFD for each lone surrogate: UTF-8 that can be sent. Nil for
    /// anything else.
    package var wellFormedBytes: ArraySlice<UInt8>? {
        stringBytes.map { JSONString.firstSurrogate(in: $0) == nil ? $0 : JSONString.replacingSurrogates(in: $0)[...] }
    }

    /// Whether a string holds half of a surrogate pair without its other half, which names no character.
    package var hasLoneSurrogate: Bool {
        stringBytes.map { JSONString.firstSurrogate(in: $0) != nil } ?? false
    }
}

extension JSONString {
    /// Where the first encoded surrogate begins, U+D800…U+DFFF being `ED A0 80`…`ED BF BF`. In text that was let
    /// through as UTF-8 with surrogates, 0xED is a lead byte wherever it stands.
    static func firstSurrogate(in bytes: ArraySlice<UInt8>) -> Int? {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == 0xED, at + 1 < bytes.endIndex, bytes[at + 1] >= 0xA0 { return at }
            at += 1
        }
        return nil
    }

    /// Puts one U+FFFD in place of each encoded surrogate. Swift's own repair would put three, one for each byte.
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
