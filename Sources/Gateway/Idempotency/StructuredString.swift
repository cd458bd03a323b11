import Wire

/// Reads a structured field that is a string with parameters (RFC 8941 §3.3.3 and §3.1.2).
enum StructuredString {
    /// The string's characters, without the parameters.
    ///
    /// Nil if RFC 8941 §4.2 says that parsing fails; then the field is not a structured string.
    static func read(_ value: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = value
        guard let string = takeString(&rest) else { return nil }
        while rest.popFirst(if: UInt8(ascii: ";")) {
            rest = rest.drop { $0 == UInt8(ascii: " ") }
            guard takeKey(&rest) else { return nil }
            if rest.popFirst(if: UInt8(ascii: "=")) {
                guard takeItem(&rest) else { return nil }
            }
        }
        return rest.isEmpty ? string : nil
    }

    /// §4.2.5: visible characters and blanks between quotes; a backslash may only escape a quote or a backslash.
    private static func takeString(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.popFirst(if: UInt8(ascii: "\"")) else { return nil }
        var string: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return string
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst(), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else {
                    return nil
                }
                string.append(next)
            case 0x20...0x7E:
                string.append(byte)
            default:
                return nil
            }
        }
        return nil
    }

    /// §4.2.3.3.
    private static func takeKey(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, 0x61...0x7A ~= first || first == UInt8(ascii: "*") else { return false }
        rest = rest.drop { 0x61...0x7A ~= $0 || ASCII.isDigit($0) || "_-.*".utf8.contains($0) }
        return true
    }

    /// A bare item, §4.2.3.1.
    private static func takeItem(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first else { return false }
        switch first {
        case UInt8(ascii: "\""):
            return takeString(&rest) != nil
        case UInt8(ascii: ":"):
            return takeBytes(&rest)
        case UInt8(ascii: "?"):
            rest = rest.dropFirst()
            return rest.popFirst(if: UInt8(ascii: "0")) || rest.popFirst(if: UInt8(ascii: "1"))
        case UInt8(ascii: "-"), 0x30...0x39:
            return takeNumber(&rest)
        case UInt8(ascii: "*"):
            return takeToken(&rest)
        default:
            return ASCII.isLetter(first) && takeToken(&rest)
        }
    }

    /// An integer of up to 15 digits, or a decimal of up to 12 digits with up to three more after the point (§4.2.4).
    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Bool {
        _ = rest.popFirst(if: UInt8(ascii: "-"))
        let whole = takeDigits(&rest)
        guard rest.popFirst(if: UInt8(ascii: ".")) else { return (1...15).contains(whole) }
        return (1...12).contains(whole) && (1...3).contains(takeDigits(&rest))
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
        let digits = rest.prefix(while: ASCII.isDigit)
        rest = rest[digits.endIndex...]
        return digits.count
    }

    /// §4.2.6: the characters of an HTTP token, and `:` and `/`.
    private static func takeToken(_ rest: inout ArraySlice<UInt8>) -> Bool {
        rest = rest.drop { ASCII.isLetter($0) || ASCII.isDigit($0) || "!#$%&'*+-.^_`|~:/".utf8.contains($0) }
        return true
    }

    /// Base64 between colons (§4.2.7); the padding may be absent.
    private static func takeBytes(_ rest: inout ArraySlice<UInt8>) -> Bool {
        rest = rest.dropFirst()
        rest = rest.drop { ASCII.isLetter($0) || ASCII.isDigit($0) || "+/=".utf8.contains($0) }
        return rest.popFirst(if: UInt8(ascii: ":"))
    }
}

extension ArraySlice<UInt8> {
    /// Removes the first byte if it is this one.
    fileprivate mutating func popFirst(if byte: UInt8) -> Bool {
        guard first == byte else { return false }
        removeFirst()
        return true
    }
}
