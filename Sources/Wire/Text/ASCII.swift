/// Reads and compares bytes as ASCII, without making a `String`.
package enum ASCII {
    /// `0`…`9`.
    @inline(__always)
    package static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10
    }

    /// `A`…`Z` and `a`…`z`.
    package static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26
    }

    /// The value of a hex digit in either case, or nil.
    package static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// `A`…`Z` as small letters, any other byte unchanged.
    @inline(__always)
    package static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Whether the bytes are exactly those of a literal.
    package static func equal(_ bytes: ArraySlice<UInt8>, _ literal: StaticString) -> Bool {
        equal(bytes.span, literal)
    }

    /// Whether the bytes are exactly those of a literal.
    @inline(__always)
    package static func equal(_ bytes: Span<UInt8>, _ literal: StaticString) -> Bool {
        literal.withUTF8Buffer { equal(bytes, $0.span) }
    }

    /// Whether two texts are the same bytes.
    @inline(__always)
    package static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        isSame(left, right, foldsCase: false)
    }

    /// Whether the bytes equal a lower-case literal when their capitals are made small.
    package static func equalIgnoringCase(_ bytes: ArraySlice<UInt8>, _ lowercaseLiteral: StaticString) -> Bool {
        equalIgnoringCase(bytes.span, lowercaseLiteral)
    }

    /// Whether the bytes equal a lower-case literal when their capitals are made small.
    @inline(__always)
    package static func equalIgnoringCase(_ bytes: Span<UInt8>, _ lowercaseLiteral: StaticString) -> Bool {
        lowercaseLiteral.withUTF8Buffer { equalIgnoringCase(bytes, $0.span) }
    }

    /// Whether the bytes equal a lower-case text when their capitals are made small.
    @inline(__always)
    package static func equalIgnoringCase(_ bytes: Span<UInt8>, _ lowercase: Span<UInt8>) -> Bool {
        isSame(bytes, lowercase, foldsCase: true)
    }

    @inline(__always)
    private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>, foldsCase: Bool) -> Bool {
        let count = left.count
        guard right.count == count else { return false }
        guard count >= 8 else {
            for index in left.indices where (foldsCase ? lowercase(left[index]) : left[index]) != right[index] {
                return false
            }
            return true
        }
        var at = 0
        while true {
            // The last eight bytes may overlap with the eight before them.
            at = min(at, count - 8)
            let eight = EightBytes(left, at: at)
            if (foldsCase ? eight.lowercased : eight) != EightBytes(right, at: at) { return false }
            at += 8
            if at >= count { return true }
        }
    }

    /// The bytes without spaces and tabs at both ends.
    package static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var (start, end) = (bytes.startIndex, bytes.endIndex)
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while start < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return bytes[start..<end]
    }

    /// The number that the digits stand for; nil for a sign, a blank, any other byte, no byte, and a number beyond
    /// `Int`.
    package static func natural(_ bytes: ArraySlice<UInt8>) -> Int? {
        natural(bytes.span)
    }

    /// The number that the digits stand for; nil for a sign, a blank, any other byte, no byte, and a number beyond
    /// `Int`.
    package static func natural(_ bytes: Span<UInt8>) -> Int? {
        guard !bytes.isEmpty else { return nil }
        var value = 0
        for index in bytes.indices {
            guard isDigit(bytes[index]) else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int(bytes[index] - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// Compares without stopping at the first difference, so that the time does not reveal where the difference is. The
    /// lengths are not secret.
    package static func equalInConstantTime(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
