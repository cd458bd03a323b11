import Wire

/// Writes numbers as Python does.
enum PythonNumber {
    /// The integer of a JSON literal, with all its digits.
    static func integer(_ literal: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        ASCII.equal(literal, "-0") ? literal.suffix(1) : literal
    }

    /// The fewest digits that read back as the same double, in the form of Python's `repr`: positional from 1e-4 to
    /// below 1e16, and always with a fraction. Nil for a number that is not finite, because JSON cannot express it.
    static func float(_ literal: ArraySlice<UInt8>) -> [UInt8]? {
        let number = JSONNumber.double(literal)
        guard number.isFinite else { return nil }
        let (digits, pointAt) = shortest(number.magnitude)
        var out: [UInt8] = number.sign == .minus ? [UInt8(ascii: "-")] : []
        if number == 0 || (-3...16).contains(pointAt) {
            appendPositional(digits, pointAt: pointAt, to: &out)
        } else {
            appendExponential(digits, exponent: pointAt - 1, to: &out)
        }
        return out
    }

    /// The significant digits, and how many of them come before the point. Swift's description has the same digits as
    /// Python's, because both are the shortest that read back, but switches to an exponent at other limits.
    private static func shortest(_ magnitude: Double) -> (digits: [UInt8], pointAt: Int) {
        var digits: [UInt8] = []
        var pointAt: Int?
        var exponent = 0
        var text = Array(magnitude.description.utf8)[...]
        while let byte = text.popFirst() {
            if ASCII.isDigit(byte) {
                digits.append(byte)
            } else if byte == UInt8(ascii: ".") {
                pointAt = digits.count
            } else {
                let isNegative = text.first == UInt8(ascii: "-")
                let power = ASCII.natural(text.drop { !ASCII.isDigit($0) }) ?? 0
                exponent = isNegative ? -power : power
                break
            }
        }
        var position = (pointAt ?? digits.count) + exponent
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        position -= zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return digits.isEmpty ? ([UInt8(ascii: "0")], 1) : (digits, position)
    }

    private static func appendPositional(_ digits: [UInt8], pointAt: Int, to out: inout [UInt8]) {
        if pointAt <= 0 {
            out.append(contentsOf: [UInt8(ascii: "0"), UInt8(ascii: ".")])
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -pointAt))
            out.append(contentsOf: digits)
        } else {
            out.append(contentsOf: digits.prefix(pointAt))
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, pointAt - digits.count)))
            out.append(UInt8(ascii: "."))
            out.append(contentsOf: digits.count > pointAt ? digits[pointAt...] : [UInt8(ascii: "0")])
        }
    }

    private static func appendExponential(_ digits: [UInt8], exponent: Int, to out: inout [UInt8]) {
        out.append(digits[0])
        if digits.count > 1 {
            out.append(UInt8(ascii: "."))
            out.append(contentsOf: digits[1...])
        }
        out.append(UInt8(ascii: "e"))
        out.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        // Python writes an exponent with at least two digits.
        Decimal.append(abs(exponent), digits: abs(exponent) < 100 ? 2 : 3, to: &out)
    }
}
