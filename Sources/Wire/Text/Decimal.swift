/// Integers as decimal digits.
package enum Decimal {
    /// As many octets as a number of 64 bits takes, its sign included.
    private static let octetsMax = 20

    /// Appends the digits of a number, with a `-` where it is negative.
    package static func append(_ value: Int64, to out: inout [UInt8]) {
        append(Int(value), digits: 1, to: &out)
    }

    /// Appends a number with leading zeros, so that it has this many digits; more where it takes more. The `-` of a
    /// negative one is not counted.
    package static func append(_ value: Int, digits: Int, to out: inout [UInt8]) {
        out.append(addingCapacity: max(digits + 1, octetsMax)) { append(value, digits: digits, to: &$0) }
    }

    /// As ``append(_:digits:to:)-(_,_,[UInt8])``, where there is room for it.
    static func append(_ value: Int, digits: Int, to out: inout OutputSpan<UInt8>) {
        // Every part of a moment but its year is such a pair.
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
        var place = start + count
        while rest > 0 {
            place -= 1
            written[place] += UInt8(truncatingIfNeeded: rest % 10)
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
