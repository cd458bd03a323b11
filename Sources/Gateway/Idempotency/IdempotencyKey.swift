import Wire

/// The value of an `Idempotency-Key` field: a structured-field string (RFC 8941 §3.3.3, as the IETF's draft for the field
/// has it), which may hold blanks and be followed by parameters, or the bare characters that most clients send. Both
/// spellings of the same characters are one key, and parameters are no part of it.
struct IdempotencyKey: Equatable {
    /// 1 to ``bytesMax`` ASCII characters: visible ones, and blanks where the key was quoted.
    let bytes: [UInt8]

    static let bytesMax = 255

    /// Nil for anything that is no key.
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
