extension StaticString {
    /// Whether the octets are exactly these.
    @inline(__always)
    func equals(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == utf8CodeUnitCount else { return false }
        return withUTF8Buffer { name in
            for index in 0..<name.count where bytes[index] != name[index] { return false }
            return true
        }
    }

    /// Whether the octets are these when ASCII capitals are folded; the constant must be in lower case.
    @inline(__always)
    func equalsFolded(_ bytes: Span<UInt8>) -> Bool {
        let count = utf8CodeUnitCount
        guard bytes.count == count else { return false }
        return withUTF8Buffer { name in
            guard count >= 8 else {
                for index in 0..<count where Octet.lowercased(bytes[index]) != name[index] { return false }
                return true
            }
            var at = 0
            while count - at > 8 {
                if EightBytes(bytes, at: at).lowercased != EightBytes(name.span, at: at) { return false }
                at += 8
            }
            // The last eight, some of which may have been looked at already.
            return EightBytes(bytes, at: count - 8).lowercased == EightBytes(name.span, at: count - 8)
        }
    }
}
