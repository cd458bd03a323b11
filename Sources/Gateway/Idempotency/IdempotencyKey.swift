import Wire

/// The value of an `Idempotency-Key` field: a structured-field string (RFC 8941 §3.3.3, as the IETF's draft for the field
/// has it) or the bare characters that most clients send. Both spellings of the same characters are one key.
struct IdempotencyKey: Equatable {
    /// 1 to ``bytesMax`` visible ASCII characters.
    let bytes: [UInt8]

    static let bytesMax = 255

    /// Nil for anything that is no key.
    init?(_ value: ArraySlice<UInt8>) {
        let key: [UInt8]
        if value.first == UInt8(ascii: "\"") {
            guard let inside = Self.unquoted(value) else { return nil }
            key = inside
        } else {
            key = Array(value)
        }
        guard (1...Self.bytesMax).contains(key.count), key.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        bytes = key
    }

    /// The characters between the quotes; nil where the quotes are not at both ends, or a backslash stands before
    /// anything but a quote or a backslash.
    private static func unquoted(_ value: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var rest = value.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return rest.isEmpty ? out : nil
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst(), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else {
                    return nil
                }
                out.append(next)
            default:
                out.append(byte)
            }
        }
        return nil
    }
}
