import Wire

/// The spellings of an IPv4 address that browsers accept (WHATWG URL §3.5): `127.1`, `0x7f000001` and `0177.0.0.1` are
/// 127.0.0.1.
enum IPv4Spelling {
    /// Whether a lower-case name ends in a number. A browser never looks up such a name: it is an address or invalid.
    static func isNumber(atEndOf name: [UInt8]) -> Bool {
        guard let last = parts(of: name).last else { return false }
        if last.starts(with: "0x".utf8) { return last.dropFirst(2).allSatisfy { ASCII.hexDigit($0) != nil } }
        return !last.isEmpty && last.allSatisfy(ASCII.isDigit)
    }

    /// The four bytes of an address as one number; nil if the name is not an address.
    static func address(_ name: [UInt8]) -> UInt32? {
        let parts = parts(of: name)
        guard (1...4).contains(parts.count) else { return nil }
        var address: UInt64 = 0
        for (index, part) in parts.enumerated() {
            guard let number = number(part) else { return nil }
            // The last number stands for all remaining bytes.
            let bytes = index == parts.count - 1 ? 5 - parts.count : 1
            guard number < 1 << UInt64(8 * bytes) else { return nil }
            address = address << UInt64(8 * bytes) | number
        }
        return UInt32(address)
    }

    /// The address as four decimal numbers.
    static func text(_ address: UInt32) -> [UInt8] {
        Array([24, 16, 8, 0].map { "\(address >> UInt32($0) & 0xFF)" }.joined(separator: ".").utf8)
    }

    private static func parts(of name: [UInt8]) -> [ArraySlice<UInt8>] {
        let rooted = name.count > 1 && name.last == UInt8(ascii: ".") ? name.dropLast() : name[...]
        return rooted.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    }

    /// A decimal number, an octal one after `0` or a hexadecimal one after `0x`; nil if it is not a number below 2^32.
    private static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        var (digits, radix) = (text, UInt64(10))
        if text.starts(with: "0x".utf8) {
            (digits, radix) = (text.dropFirst(2), 16)
        } else if text.count > 1, text.first == UInt8(ascii: "0") {
            (digits, radix) = (text.dropFirst(), 8)
        } else if text.isEmpty {
            return nil
        }
        var value: UInt64 = 0
        for digit in digits {
            guard let digit = ASCII.hexDigit(digit), digit < radix else { return nil }
            value = value * radix + UInt64(digit)
            if value > UInt32.max { return nil }
        }
        return value
    }
}
