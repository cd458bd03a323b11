/// 128-bit numbers in the digits `0-9A-Za-z`, the most significant first.
package enum Base62 {
    /// Why a text is no number.
    package enum Fault: Error, Sendable, Equatable {
        case empty
        case invalidByte(UInt8, at: Int)
        case tooLarge
    }

    /// More than 22 digits do not fit into 128 bits.
    package static let digitsMax = 22

    /// 62^10, the highest power that a 64-bit word holds. Computing with words is much cheaper than with numbers of 128
    /// bits.
    private static let chunk: UInt128 = 839_299_365_868_340_224

    /// As few digits as it takes; `0` for zero.
    package static func encode(_ value: UInt128) -> String {
        var out: [UInt8] = []
        append(value, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends as few digits as it takes.
    package static func append(_ value: UInt128, to out: inout [UInt8]) {
        out.append(addingCapacity: digitsMax) { append(value, to: &$0) }
    }

    /// Appends all but the last ten digits, and then these.
    private static func append(_ value: UInt128, to out: inout OutputSpan<UInt8>) {
        guard value >= chunk else {
            let word = UInt64(truncatingIfNeeded: value)
            return append(word, digits: digitCount(word), to: &out)
        }
        let (rest, last) = value.quotientAndRemainder(dividingBy: chunk)
        append(rest, to: &out)
        append(UInt64(truncatingIfNeeded: last), digits: 10, to: &out)
    }

    private static func digitCount(_ word: UInt64) -> Int {
        var count = 1
        var rest = word / 62
        while rest > 0 {
            count += 1
            rest /= 62
        }
        return count
    }

    /// The number that the digits stand for; leading zeros are taken.
    package static func decode(_ text: ArraySlice<UInt8>) throws(Fault) -> UInt128 {
        try decode(text.span)
    }

    /// The number that the digits stand for; leading zeros are taken.
    package static func decode(_ text: Span<UInt8>) throws(Fault) -> UInt128 {
        guard !text.isEmpty else { throw .empty }
        var value: UInt128 = 0
        var isTooLarge = false
        var at = 0
        // All but the first digits are read by tens, into words; the first are what is left over, or none.
        var end = text.count % 10
        while end <= text.count {
            var word: UInt64 = 0
            while at < end {
                guard let digit = digitValue(text[at]) else { throw .invalidByte(text[at], at: at) }
                word = word &* 62 &+ UInt64(digit)
                at += 1
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: chunk)
            let (sum, carry) = product.addingReportingOverflow(UInt128(word))
            // A number that was too large stays so, whatever bits are left of it.
            isTooLarge = isTooLarge || overflow || carry
            value = sum
            end += 10
        }
        if isTooLarge { throw .tooLarge }
        return value
    }

    /// One digit.
    ///
    /// - Parameter value: less than 62.
    package static func digit(_ value: UInt64) -> UInt8 {
        letters.utf8Start[Int(value)]
    }

    /// Looked up, since a digit is as good as random, and a branch on it is guessed wrong every other time.
    private static let letters: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    /// The value that a byte has as a digit, or nil.
    ///
    /// Reckoned for whichever byte, without a branch on it, and then proved by the way back.
    private static func digitValue(_ byte: UInt8) -> UInt8? {
        // What stands in ASCII between the digits and the capitals, and between these and the small letters, is left out.
        let value = byte &- 0x30 &- (byte > 0x39 ? 7 : 0) &- (byte > 0x5A ? 6 : 0)
        return value < 62 && digit(UInt64(value)) == byte ? value : nil
    }
}

extension Base62 {
    /// 62^11 is more than 2^64.
    package static let wordDigits = 11

    /// Appends a 64-bit number as exactly ``wordDigits`` digits, zeros in front.
    package static func append(word: UInt64, to out: inout [UInt8]) {
        out.append(addingCapacity: wordDigits) { append(word, digits: wordDigits, to: &$0) }
    }

    /// `digits` must be enough for the word.
    @inline(__always)
    private static func append(_ word: UInt64, digits count: Int, to out: inout OutputSpan<UInt8>) {
        out.append(repeating: UInt8(ascii: "0"), count: count)
        var digits = out.mutableSpan
        write(word, into: &digits)
    }

    /// A prefix, and a 64-bit number as exactly ``wordDigits`` digits, zeros in front.
    package static func text(_ prefix: StaticString, _ word: UInt64) -> String {
        let start = prefix.utf8CodeUnitCount
        return String(unsafeUninitializedCapacity: start + wordDigits) { out in
            prefix.withUTF8Buffer { _ = out.initialize(from: $0) }
            var digits = out.extracting(start...).mutableSpan
            for place in digits.indices { digits[place] = UInt8(ascii: "0") }
            write(word, into: &digits)
            return start + wordDigits
        }
    }

    /// Writes the digits of a number at the end of a span, as many as it takes.
    private static func write(_ word: UInt64, into digits: inout MutableSpan<UInt8>) {
        var rest = word
        var at = digits.count
        while rest > 0 {
            at -= 1
            digits[at] = digit(rest % 62)
            rest /= 62
        }
    }
}
