/// Integers as decimal digits.
package enum Decimal {
    /// Appends the digits of a number, with a `-` where it is negative.
    package static func append(_ value: Int64, to out: inout [UInt8]) {
        if value < 0 { out.append(UInt8(ascii: "-")) }
        append(value.magnitude, digitsMin: 1, to: &out)
    }

    /// Appends a number with leading zeros, so that it has this many digits; more where it takes more. The `-` of a
    /// negative one is not counted.
    package static func append(_ value: Int, digits: Int, to out: inout [UInt8]) {
        // Every part of a moment but its year is such a pair.
        if digits == 2, (0..<100).contains(value) {
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
            return
        }
        if value < 0 { out.append(UInt8(ascii: "-")) }
        append(UInt64(value.magnitude), digitsMin: digits, to: &out)
    }

    private static func append(_ magnitude: UInt64, digitsMin: Int, to out: inout [UInt8]) {
        let count = max(digitsMin, digitCount(magnitude))
        out.append(addingCapacity: count) { digits in
            digits.append(repeating: UInt8(ascii: "0"), count: count)
            var rest = magnitude
            var place = count
            while rest > 0 {
                place -= 1
                digits[place] += UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
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
