/// Integers as decimal digits.
package enum Decimal {
    /// The length in bytes of the longest number of 64 bits, its sign included.
    private static let bytesMax = 20

    /// Appends the digits of a number, with a `-` if it is negative.
    package static func append(_ value: Int64, to out: inout [UInt8]) {
        append(Int(value), digits: 1, to: &out)
    }

    /// Appends a number with leading zeros up to this many digits, or with more digits if it needs more. The `-` of a
    /// negative number is not counted.
    package static func append(_ value: Int, digits: Int, to out: inout [UInt8]) {
        out.append(addingCapacity: max(digits + 1, bytesMax)) { append(value, digits: digits, to: &$0) }
    }

    /// As ``append(_:digits:to:)-(_,_,[UInt8])``, for a span that has room for the number.
    @inline(__always)
    static func append(_ value: Int, digits: Int, to out: inout OutputSpan<UInt8>) {
        // The parts of a date and time have one of these lengths.
        switch digits {
        case 2 where (0..<100).contains(value):
            appendPair(value, to: &out)
        case 3 where (0..<1_000).contains(value):
            out.append(digit(value / 100))
            appendPair(value % 100, to: &out)
        case 4 where (0..<10_000).contains(value):
            appendPair(value / 100, to: &out)
            appendPair(value % 100, to: &out)
        case 6 where (0..<1_000_000).contains(value):
            appendPair(value / 10_000, to: &out)
            appendPair(value / 100 % 100, to: &out)
            appendPair(value % 100, to: &out)
        default:
            appendAny(value, digits: digits, to: &out)
        }
    }

    @inline(__always)
    private static func appendPair(_ value: Int, to out: inout OutputSpan<UInt8>) {
        out.append(digit(value / 10))
        out.append(digit(value % 10))
    }

    @inline(__always)
    private static func digit(_ value: Int) -> UInt8 {
        UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
    }

    private static func appendAny(_ value: Int, digits: Int, to out: inout OutputSpan<UInt8>) {
        if value < 0 { out.append(UInt8(ascii: "-")) }
        var rest = UInt64(value.magnitude)
        let start = out.count
        let count = max(digits, digitCount(rest))
        out.append(repeating: UInt8(ascii: "0"), count: count)
        var written = out.mutableSpan
        var index = start + count
        while rest > 0 {
            index -= 1
            written[index] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    private static func digitCount(_ magnitude: UInt64) -> Int {
        var count = 1
        var rest = magnitude
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }
}
