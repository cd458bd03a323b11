/// Reads the text of a number.
package enum JSONNumber {
    /// What a number is as an integer.
    package enum Whole: Sendable, Equatable {
        case exactly(Int64)
        case tooLarge
        case fractional
    }

    /// The longest match of `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` (RFC 8259 §6): its end and, for an
    /// integer, how many digits it has. Nil if nothing matches. In `012` the match is `0`; the parser then refuses the
    /// `1`, because a comma or bracket has to follow.
    static func extent(in text: Span<UInt8>, from start: Int) -> (end: Int, integerDigits: Int?)? {
        let digits = start < text.count && text[start] == UInt8(ascii: "-") ? start + 1 : start
        guard digits < text.count, ASCII.isDigit(text[digits]) else { return nil }
        let integerEnd = text[digits] == UInt8(ascii: "0") ? digits + 1 : afterDigits(digits, text)
        var end = integerEnd
        if end + 1 < text.count, text[end] == UInt8(ascii: "."), ASCII.isDigit(text[end + 1]) {
            end = afterDigits(end + 1, text)
        }
        if end < text.count, text[end] | 0x20 == UInt8(ascii: "e") {
            var exponent = end + 1
            if exponent < text.count, text[exponent] == UInt8(ascii: "+") || text[exponent] == UInt8(ascii: "-") {
                exponent += 1
            }
            if exponent < text.count, ASCII.isDigit(text[exponent]) { end = afterDigits(exponent, text) }
        }
        return (end, end == integerEnd ? integerEnd - digits : nil)
    }

    private static func afterDigits(_ start: Int, _ text: Span<UInt8>) -> Int {
        var at = start
        while at < text.count, ASCII.isDigit(text[at]) { at += 1 }
        return at
    }

    /// The integer that a JSON number stands for, in any spelling: `1500`, `1500.0` and `1.5e3` are one number, as they
    /// are in JavaScript. The code uses no floating point, so it never rounds. The infinities are `tooLarge`; `NaN` and
    /// texts that are not numbers are `fractional`.
    package static func whole(_ text: Span<UInt8>) -> Whole {
        // Nearly all numbers are plain integers.
        if let number = int64(text) { return .exactly(number) }
        var digits: [UInt8] = []
        var exponent = 0
        var isNegative = false
        var at = 0
        if at < text.count, text[at] == UInt8(ascii: "-") {
            isNegative = true
            at += 1
        }
        guard at < text.count, ASCII.isDigit(text[at]) else {
            return ASCII.equal(text.extracting(at...), "Infinity") ? .tooLarge : .fractional
        }
        var isFraction = false
        while at < text.count {
            let byte = text[at]
            if ASCII.isDigit(byte) {
                if !(digits.isEmpty && byte == UInt8(ascii: "0")) { digits.append(byte - 0x30) }
                if isFraction { exponent -= 1 }
            } else if byte == UInt8(ascii: ".") {
                isFraction = true
            } else {
                break
            }
            at += 1
        }
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        guard !digits.isEmpty else { return .exactly(0) }
        if at < text.count { exponent = sum(exponent, exponentAt: at + 1, of: text) }
        if exponent < 0 { return .fractional }
        guard digits.count + exponent <= 19 else { return .tooLarge }
        return value(of: digits, tens: exponent, isNegative)
    }

    /// The value of an integer literal; nil if it exceeds 64 bits, and for anything but `-?[0-9]+`.
    package static func int64(_ text: ArraySlice<UInt8>) -> Int64? {
        int64(text.span)
    }

    /// The value of an integer literal; nil if it exceeds 64 bits, and for anything but `-?[0-9]+`.
    package static func int64(_ text: Span<UInt8>) -> Int64? {
        let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
        let digits = text.extracting((isNegative ? 1 : 0)...)
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for index in digits.indices {
            let byte = digits[index]
            guard ASCII.isDigit(byte) else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte - 0x30)
            let (sum, carry) =
                isNegative ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// The nearest double; infinite if the number is too large for one.
    package static func double(_ text: ArraySlice<UInt8>) -> Double {
        switch String(decoding: text, as: UTF8.self) {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        case let number: Double(number) ?? .nan
        }
    }

    private static func sum(_ exponent: Int, exponentAt start: Int, of text: Span<UInt8>) -> Int {
        var at = start
        var isNegative = false
        if at < text.count, !ASCII.isDigit(text[at]) {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        var value = 0
        while at < text.count, ASCII.isDigit(text[at]) {
            // The cap is far from overflow, and larger than the number of zeros in any text.
            value = min(100_000_000_000_000_000, value * 10 + Int(text[at] - 0x30))
            at += 1
        }
        return exponent + (isNegative ? -value : value)
    }

    private static func value(of digits: [UInt8], tens: Int, _ isNegative: Bool) -> Whole {
        var value: Int64 = 0
        for index in 0..<digits.count + tens {
            let digit = Int64(index < digits.count ? digits[index] : 0)
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                isNegative ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
            if overflow || carry { return .tooLarge }
            value = sum
        }
        return .exactly(value)
    }
}
