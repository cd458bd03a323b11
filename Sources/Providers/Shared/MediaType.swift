import Wire

/// Reads the header fields that describe a request's body (RFC 9110 §8.3, §8.4).
enum MediaType {
    private static let subtypeText = ByteSet("+-._", withLettersAndDigits: true)

    /// Whether a Content-Type is `application/json` or `application/…+json`, and its charset is UTF-8 if it names one.
    static func isJSON(_ value: ArraySlice<UInt8>) -> Bool {
        if ASCII.equalIgnoringCase(value, "application/json") { return true }
        let parts = value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let type = ASCII.trimmed(parts[0])
        guard type.count > 12, ASCII.equalIgnoringCase(type.prefix(12), "application/") else { return false }
        let subtype = type.dropFirst(12)
        let isPlain = ASCII.equalIgnoringCase(subtype, "json")
        let isSuffixed =
            subtype.count > 5 && ASCII.equalIgnoringCase(subtype.suffix(5), "+json")
            && subtype.allSatisfy(subtypeText.contains)
        return (isPlain || isSuffixed) && parts.dropFirst().allSatisfy(allows)
    }

    /// Whether a request's body has no content coding. `identity` and an empty field count as no coding.
    static func isPlain(_ head: RequestHead) -> Bool {
        head.count(of: "content-encoding") == 0
            || head.values(of: "content-encoding").allSatisfy { coding in
                let coding = ASCII.trimmed(coding)
                return coding.isEmpty || ASCII.equalIgnoringCase(coding, "identity")
            }
    }

    private static func allows(_ parameter: ArraySlice<UInt8>) -> Bool {
        let parameter = ASCII.trimmed(parameter)
        guard parameter.count >= 8, ASCII.equalIgnoringCase(parameter.prefix(8), "charset=") else { return true }
        var charset = parameter.dropFirst(8)
        if charset.count >= 2, charset.first == UInt8(ascii: "\""), charset.last == UInt8(ascii: "\"") {
            charset = charset.dropFirst().dropLast()
        }
        return ASCII.equalIgnoringCase(charset, "utf-8") || ASCII.equalIgnoringCase(charset, "utf8")
    }
}
