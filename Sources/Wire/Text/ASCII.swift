/// Bytes read as ASCII, without a `String` in between.
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

    /// `A`…`Z` made small, anything else as it is.
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

    /// Whether the bytes are those of a lower-case literal when their own letters are made small.
    package static func equalIgnoringCase(_ bytes: ArraySlice<UInt8>, _ lowercaseLiteral: StaticString) -> Bool {
        equalIgnoringCase(bytes.span, lowercaseLiteral)
    }

    /// Whether the bytes are those of a lower-case literal when their own letters are made small.
    @inline(__always)
    package static func equalIgnoringCase(_ bytes: Span<UInt8>, _ lowercaseLiteral: StaticString) -> Bool {
        lowercaseLiteral.withUTF8Buffer { equalIgnoringCase(bytes, $0.span) }
    }

    /// Whether a text is another, which is in lower case, when its own letters are made small.
    @inline(__always)
    package static func equalIgnoringCase(_ bytes: Span<UInt8>, _ lowercase: Span<UInt8>) -> Bool {
        isSame(bytes, lowercase, foldsCase: true)
    }

    @inline(__always)
    private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>, foldsCase: Bool) -> Bool {
        let count = left.count
        guard right.count == count else { return false }
        guard count >= 8 else {
            for place in left.indices where (foldsCase ? lowercase(left[place]) : left[place]) != right[place] {
                return false
            }
            return true
        }
        var at = 0
        while true {
            // The last eight may overlap those before.
            at = min(at, count - 8)
            let eight = EightBytes(left, at: at)
            if (foldsCase ? eight.lowercased : eight) != EightBytes(right, at: at) { return false }
            at += 8
            if at >= count { return true }
        }
    }

    /// The bytes without the blanks (space and tab) around them.
    package static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var (start, end) = (bytes.startIndex, bytes.endIndex)
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while start < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return bytes[start..<end]
    }

    /// A number written in digits alone, or nil: no sign, no blank, nothing beyond `Int`.
    package static func natural(_ bytes: ArraySlice<UInt8>) -> Int? {
        natural(bytes.span)
    }

    /// A number written in digits alone, or nil: no sign, no blank, nothing beyond `Int`.
    package static func natural(_ bytes: Span<UInt8>) -> Int? {
        guard !bytes.isEmpty else { return nil }
        var value = 0
        for place in bytes.indices {
            guard isDigit(bytes[place]) else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int(bytes[place] - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// Compares without stopping at the first difference, so that the time tells nothing of where it is. The lengths
    /// are not secret.
    package static func equalInConstantTime(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for place in left.indices { difference |= left[place] ^ right[place] }
        return difference == 0
    }
}
