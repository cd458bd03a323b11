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
        guard bytes.count == utf8CodeUnitCount else { return false }
        return withUTF8Buffer { name in
            for index in 0..<name.count where Octet.lowercased(bytes[index]) != name[index] { return false }
            return true
        }
    }
}
