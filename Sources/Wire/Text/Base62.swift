/// 128-bit numbers in the digits `0-9A-Za-z`, the most significant first.
package enum Base62 {
    /// Why a text is not a number in base 62.
    package enum Fault: Error, Sendable, Equatable {
        case empty
        case invalidByte(UInt8, at: Int)
        case tooLarge
    }

    /// A number of 128 bits has at most 22 digits.
    package static let digitsMax = 22

    /// 62^10, the highest power that fits into 64 bits. Computing in 64 bits is much cheaper than in 128 bits.
    private static let chunk: UInt128 = 839_299_365_868_340_224

    /// The digits without leading zeros; `0` for zero.
    package static func encode(_ value: UInt128) -> String {
        var out: [UInt8] = []
        append(value, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends the digits without leading zeros; `0` for zero.
    package static func append(_ value: UInt128, to out: inout [UInt8]) {
        out.append(addingCapacity: digitsMax) { append(value, to: &$0) }
    }

    /// Appends the digits before the last ten, then the last ten.
    private static func append(_ value: UInt128, to out: inout OutputSpan<UInt8>) {
        guard value >= chunk else {
            let word = UInt64(truncatingIfNeeded: value)
            return append(word, digits: digitCount(word), to: &out)
        }
        // Two divisions of words, each with the remainder of the one before, cost less than one of 128 bits.
        let divisor = UInt64(truncatingIfNeeded: chunk)
        let (high, rest) = UInt64(truncatingIfNeeded: value >> 64).quotientAndRemainder(dividingBy: divisor)
        let (low, last) = divisor.dividingFullWidth((rest, UInt64(truncatingIfNeeded: value)))
        append(UInt128(high) << 64 | UInt128(low), to: &out)
        append(last, digits: 10, to: &out)
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

    /// The number that the digits stand for; leading zeros are accepted.
    package static func decode(_ text: ArraySlice<UInt8>) throws(Fault) -> UInt128 {
        try decode(text.span)
    }

    /// The number that the digits stand for; leading zeros are accepted.
    package static func decode(_ text: Span<UInt8>) throws(Fault) -> UInt128 {
        guard !text.isEmpty else { throw .empty }
        var value: UInt128 = 0
        var isTooLarge = false
        var at = 0
        // Reads the digits in groups of ten, each into a word; the first group has the digits that are left over, or
        // none.
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
            // Once a number is too large, it stays so: the bits that remain may look small.
            isTooLarge = isTooLarge || overflow || carry
            value = sum
            end += 10
        }
        if isTooLarge { throw .tooLarge }
        return value
    }

    /// The digit for a value.
    ///
    /// - Parameter value: less than 62.
    package static func digit(_ value: UInt64) -> UInt8 {
        letters.utf8Start[Int(value)]
    }

    /// A table, because digits are as good as random and the processor would guess every other branch wrong.
    private static let letters: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    /// The value of a byte as a digit, or nil.
    ///
    /// It is computed for any byte without a branch, and then checked by turning it back into a digit.
    private static func digitValue(_ byte: UInt8) -> UInt8? {
        // Skips what stands in ASCII between the digits and the capitals, and between the capitals and the small
        // letters.
        let value = byte &- 0x30 &- (byte > 0x39 ? 7 : 0) &- (byte > 0x5A ? 6 : 0)
        return value < 62 && digit(UInt64(value)) == byte ? value : nil
    }
}

extension Base62 {
    /// The number of digits that holds every 64-bit number: 62^11 is more than 2^64.
    package static let wordDigits = 11

    /// Appends a 64-bit number as exactly ``wordDigits`` digits, with leading zeros.
    package static func append(word: UInt64, to out: inout [UInt8]) {
        out.append(addingCapacity: wordDigits) { append(word, digits: wordDigits, to: &$0) }
    }

    /// `count` must be enough for the word.
    @inline(__always)
    private static func append(_ word: UInt64, digits count: Int, to out: inout OutputSpan<UInt8>) {
        precondition(count <= out.freeCapacity)
        out.withUnsafeMutableBufferPointer { free, used in
            write(word, into: free.extracting(used..<(used + count)))
            used += count
        }
    }

    /// A prefix and a 64-bit number as exactly ``wordDigits`` digits, with leading zeros.
    package static func text(_ prefix: StaticString, _ word: UInt64) -> String {
        let start = prefix.utf8CodeUnitCount
        return String(unsafeUninitializedCapacity: start + wordDigits) { out in
            prefix.withUTF8Buffer { _ = out.initialize(from: $0) }
            write(word, into: out.extracting(start...))
            return start + wordDigits
        }
    }

    /// Fills the memory with the last digits of a number.
    @inline(__always)
    private static func write(_ word: UInt64, into digits: UnsafeMutableBufferPointer<UInt8>) {
        var rest = word
        var at = digits.count
        while at > 0 {
            at -= 1
            digits.initializeElement(at: at, to: digit(rest % 62))
            rest /= 62
        }
    }
}
