/// The value of an `Idempotency-Key` field: a quoted string with optional parameters (RFC 8941 §3.3.3, as the IETF's
/// draft for the field requires), or bare characters, as most clients send. Both spellings of the same characters are
/// one key, and parameters do not belong to it.
struct IdempotencyKey: Equatable {
    /// 1 to ``bytesMax`` ASCII characters: visible ones, and blanks if the key was quoted.
    let bytes: [UInt8]

    static let bytesMax = 255

    /// Nil if the value is not a key.
    init?(_ value: ArraySlice<UInt8>) {
        let key: [UInt8]
        if value.first == UInt8(ascii: "\"") {
            guard let inside = StructuredString.read(value) else { return nil }
            key = inside
        } else {
            guard value.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
            key = Array(value)
        }
        guard (1...Self.bytesMax).contains(key.count) else { return nil }
        bytes = key
    }
}
