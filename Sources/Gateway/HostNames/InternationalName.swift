import CIDN
import Checkout
import Wire

/// Spells domain names that are not ASCII in ASCII, as browsers do for the network (UTS 46, non-transitional: `ß` stays
/// unchanged), by libidn2.
///
/// Libidn2 is stricter than browsers: it refuses symbols, such as emoji, which registries must not register either
/// (IDNA 2008, RFC 5892 §2), and a hyphen at either end of a name that is not ASCII.
enum InternationalName {
    /// The name in ASCII; nil if the text is not a name. An ASCII label changes only its capital letters; one that
    /// begins with `xn--` has to be the encoding of a name.
    ///
    /// - Parameter name: UTF-8 without zero bytes.
    static let ascii: ASCIIHost = { name in
        var spelled: [[UInt8]] = []
        for label in labels(of: name) {
            guard let ascii = ascii(ofLabel: label) else { return nil }
            spelled.append(ascii)
        }
        return Array(spelled.joined(separator: [UInt8(ascii: ".")]))
    }

    /// UTS 46 §2.3: three other full stops separate labels too.
    private static func labels(of name: [UInt8]) -> [[UInt8]] {
        String(decoding: name, as: UTF8.self).unicodeScalars
            .split(omittingEmptySubsequences: false) { [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains($0) }
            .map { Array(String($0).utf8) }
    }

    private static func ascii(ofLabel label: [UInt8]) -> [UInt8]? {
        let isEncoded = ASCII.equalIgnoringCase(label.prefix(4), "xn--")
        let small = label.map(ASCII.lowercase)
        guard isEncoded || label.contains(where: { $0 >= 0x80 }) else { return small }
        var flags = IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue
        // An encoded label is only checked and not encoded again, because it may stand for a symbol.
        if isEncoded { flags |= IDN2_NO_ALABEL_ROUNDTRIP.rawValue }
        var found: UnsafeMutablePointer<UInt8>?
        let code = idn2_lookup_u8(label + [0], &found, Int32(flags))
        defer { if let found { idn2_free(found) } }
        if code == IDN2_OK.rawValue, let found {
            return Array(String(cString: found).utf8)
        }
        // WHATWG URL §3.3: browsers do not check hyphens.
        let isAboutHyphens = code == IDN2_2HYPHEN.rawValue || code == IDN2_HYPHEN_STARTEND.rawValue
        return isEncoded && isAboutHyphens ? small : nil
    }
}
