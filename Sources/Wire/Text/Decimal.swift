/// Integers as decimal digits.
package enum Decimal {
    /// Appends the digits of a number, with a `-` where it is negative.
    package static func append(_ value: Int64, to out: inout [UInt8]) {
        if value < 0 { out.append(UInt8(ascii: "-")) }
        var digits = 1
        var rest = value.magnitude / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        append(value.magnitude, digits: digits, to: &out)
    }

    /// Appends a number with leading zeros; `digits` is how many there are in all, and enough for it.
    package static func append(_ value: Int, digits: Int, to out: inout [UInt8]) {
        append(UInt64(value.magnitude), digits: digits, to: &out)
    }

    private static func append(_ magnitude: UInt64, digits: Int, to out: inout [UInt8]) {
        let start = out.count
        // Written from behind into their places: reversing a slice would copy it each time.
        for _ in 0..<digits { out.append(UInt8(ascii: "0")) }
        var rest = magnitude
        var place = start + digits
        while place > start {
            place -= 1
            out[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
