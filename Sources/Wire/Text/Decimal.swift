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
    static func append(_ value: Int, digits: Int, to out: inout OutputSpan<UInt8>) {
        // All parts of a date and time except the year have two digits.
        if digits == 2, (0..<100).contains(value) {
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
            return
        }
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
