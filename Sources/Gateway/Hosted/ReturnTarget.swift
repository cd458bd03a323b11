import Wire

/// Where a customer may be sent or linked to afterwards: an absolute http or https URL, whatever the API accepted.
///
/// It is taken apart and put together anew, so that a browser cannot read it differently: no control characters, no
/// blanks, no backslash, an ASCII host, and everything else that a URI may not hold percent-encoded (RFC 3986 §2.1).
struct ReturnTarget: Sendable, Equatable {
    /// The URL, in visible ASCII.
    let location: String
    /// Host and port, without the user information that might pretend to be another host.
    let shownHost: String
    /// `https:` or `http:`. In a content security policy the latter lets both through (CSP 3, "scheme-part matches").
    let scheme: String

    /// Longer ones do not get through common proxies as a header field.
    static let bytesMax = 4_096

    /// Nil for a URL that is not to be followed.
    ///
    /// - Parameters:
    ///   - sessionID: stands in for each literal `{CHECKOUT_SESSION_ID}` behind the host, Stripe's placeholder.
    ///   - parameter: the name of a query parameter that is added and holds the session's id.
    init?(_ url: String, sessionID: String, parameter: String? = nil) {
        let text = Array(url.utf8)
        guard text.count <= Self.bytesMax,
            text.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }),
            let colon = text.firstIndex(of: UInt8(ascii: ":")), ASCII.equal(text[(colon + 1)...].prefix(2), "//")
        else { return nil }
        let isSecure = ASCII.equalIgnoringCase(text[..<colon], "https")
        guard isSecure || ASCII.equalIgnoringCase(text[..<colon], "http") else { return nil }
        scheme = isSecure ? "https:" : "http:"
        let rest = text[(colon + 3)...]
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        var userInformation = ""
        var hostAndPort = authority
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            guard authority[..<at].allSatisfy(Self.userInformation.contains) else { return nil }
            userInformation = String(decoding: authority[...at], as: UTF8.self)
            hostAndPort = authority[(at + 1)...]
        }
        guard let host = Self.host(hostAndPort) else { return nil }
        var tail = Self.replacing(rest[authority.endIndex...], with: sessionID)
        if let parameter { tail = Self.adding(parameter, sessionID, to: tail) }
        let path = Self.encoded(tail)
        guard path.utf8.count <= Self.bytesMax else { return nil }
        location = "\(scheme)//\(userInformation)\(host)\(path)"
        shownHost = host
    }

    /// RFC 3986 §2.3.
    private static let unreserved = OctetSet("-._~", withLettersAndDigits: true)
    /// RFC 3986 §3.2.1, escapes among it.
    private static let userInformation = OctetSet("-._~%!$&'()*+,;=:", withLettersAndDigits: true)
    /// RFC 3986 §3.3 to §3.5, escapes among it.
    private static let tail = OctetSet("-._~%!$&'()*+,;=:@/?", withLettersAndDigits: true)

    /// A host name or an address in brackets, in small letters, and the port if there is one.
    private static func host(_ text: ArraySlice<UInt8>) -> String? {
        var name = text
        var port = ""
        if let colon = text.lastIndex(of: UInt8(ascii: ":")), text.last != UInt8(ascii: "]") {
            name = text[..<colon]
            let digits = text[(colon + 1)...]
            if !digits.isEmpty {
                guard digits.count <= 5, let number = ASCII.natural(digits), (1...65_535).contains(number) else {
                    return nil
                }
                port = ":\(number)"
            }
        }
        guard name.count <= 253, name.contains(where: { ASCII.isLetter($0) || ASCII.isDigit($0) }) || !port.isEmpty
        else { return nil }
        if name.first == UInt8(ascii: "[") {
            guard name.count > 3, name.last == UInt8(ascii: "]"),
                name.dropFirst().dropLast().allSatisfy({
                    ASCII.hexDigit($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                })
            else { return nil }
        } else {
            guard let first = name.first, ASCII.isLetter(first) || ASCII.isDigit(first),
                name.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || "-._".utf8.contains($0) })
            else { return nil }
        }
        return String(decoding: name.map(ASCII.lowercase), as: UTF8.self) + port
    }

    private static let placeholder = Array("{CHECKOUT_SESSION_ID}".utf8)

    private static func replacing(_ tail: ArraySlice<UInt8>, with id: String) -> [UInt8] {
        var out: [UInt8] = []
        var rest = tail
        while let byte = rest.first {
            if byte == placeholder[0], rest.starts(with: placeholder) {
                appendEncoded(id, to: &out)
                rest = rest.dropFirst(placeholder.count)
            } else {
                out.append(byte)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private static func adding(_ name: String, _ value: String, to tail: [UInt8]) -> [UInt8] {
        let end = tail.firstIndex(of: UInt8(ascii: "#")) ?? tail.endIndex
        var out = Array(tail[..<end])
        if !out.contains(UInt8(ascii: "?")) {
            out.append(UInt8(ascii: "?"))
        } else if out.last != UInt8(ascii: "?"), out.last != UInt8(ascii: "&") {
            out.append(UInt8(ascii: "&"))
        }
        appendEncoded(name, to: &out)
        out.append(UInt8(ascii: "="))
        appendEncoded(value, to: &out)
        return out + tail[end...]
    }

    private static func appendEncoded(_ text: String, to out: inout [UInt8]) {
        for octet in text.utf8 { PercentEncoding.append(octet, keeping: unreserved, to: &out) }
    }

    /// What RFC 3986 §3.3 to §3.5 does not let stand is escaped; escapes that are there stay.
    private static func encoded(_ tail: [UInt8]) -> String {
        var out: [UInt8] = []
        var hasFragment = false
        for byte in tail {
            if byte == UInt8(ascii: "#"), !hasFragment {
                hasFragment = true
                out.append(byte)
            } else {
                PercentEncoding.append(byte, keeping: Self.tail, to: &out)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
