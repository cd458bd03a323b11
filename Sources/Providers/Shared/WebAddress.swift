import Checkout
import Wire

/// Checks URLs and mail addresses.
enum WebAddress {
    /// RFC 5321 §4.5.3.1.3, without the angle brackets around a path: the limit in ASCII, and a limit for any other
    /// spelling.
    private static let (asciiBytesMax, addressBytesMax) = (254, 1_024)
    /// Characters that no URL contains.
    private static let forbidden = ByteSet("\\<>\"`\u{7F}", withBlanksAndControls: true)
    /// `atext` (RFC 5322 §3.2.3).
    private static let atomText = ByteSet("!#$%&'*+-/=?^_`{|}~", withLettersAndDigits: true)

    /// Whether a text is an absolute http or https URL (RFC 3986 §3, RFC 9110 §4.2) to which a page may send its
    /// customer.
    static func isURL(_ text: Span<UInt8>, asciiHost: ASCIIHost) -> Bool {
        forbidden.firstIndex(in: text) == text.count && ReturnTarget.fault(in: text, asciiHost: asciiHost) == nil
    }

    /// Whether a text is a mail address: a dot-atom (RFC 5322 §3.2.3), an `@`, and a domain of at least two labels. The
    /// domain may be internationalized (RFC 6531 §3.3).
    static func isEmail(_ text: Span<UInt8>, asciiHost: ASCIIHost) -> Bool {
        guard text.count <= addressBytesMax, let at = text.lastIndex(of: UInt8(ascii: "@")),
            isDotAtom(text.extracting(..<at))
        else { return false }
        let domain = text.extracting((at + 1)...)
        guard domain.indices.contains(where: { domain[$0] >= 0x80 }) else {
            return text.count <= asciiBytesMax && isDomain(domain)
        }
        var name: [UInt8] = []
        name.append(domain)
        guard !name.contains(0), let ascii = asciiHost(name) else { return false }
        return at + 1 + ascii.count <= asciiBytesMax && isDomain(ascii.span)
    }

    private static func isDotAtom(_ text: Span<UInt8>) -> Bool {
        let members = atomText
        var before = UInt8(ascii: ".")
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                if before == byte { return false }
            } else if !members.contains(byte) {
                return false
            }
            before = byte
        }
        return text.count <= 64 && before != UInt8(ascii: ".")
    }

    /// Labels of 1 to 63 letters, digits and hyphens, without a hyphen at either end (RFC 5321 §4.1.2).
    private static func isDomain(_ text: Span<UInt8>) -> Bool {
        let (dot, hyphen) = (UInt8(ascii: "."), UInt8(ascii: "-"))
        var before = dot
        var labelBytes = 0
        var dots = 0
        for index in text.indices {
            let byte = text[index]
            if byte == dot {
                if before == dot || before == hyphen { return false }
                dots += 1
                labelBytes = 0
            } else {
                guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == hyphen && before != dot else {
                    return false
                }
                labelBytes += 1
                if labelBytes > 63 { return false }
            }
            before = byte
        }
        return dots > 0 && before != dot && before != hyphen
    }
}
