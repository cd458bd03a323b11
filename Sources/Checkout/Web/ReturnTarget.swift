import Wire

/// The URL to which a customer may be sent afterwards: an absolute http or https URL, even if the API accepted others.
///
/// The URL is split and rebuilt, so that a browser cannot read it differently: no control characters, no backslash, a
/// host in ASCII, and every other character that a URI must not contain percent-encoded (RFC 3986 §2.1).
package struct ReturnTarget: Sendable, Equatable {
    /// The URL, in visible ASCII.
    package let location: String
    /// Host and port, without the user information, which could imitate another host.
    package let shownHost: String
    /// `https:` or `http:`. In a content security policy, `http:` allows both (CSP 3, "scheme-part matches").
    package let scheme: String

    /// Common proxies do not pass longer URLs in a header field. The session's id may add to this length.
    package static let bytesMax = 4_096

    /// Throws the ``WebURL/Fault`` of a URL that must not be followed.
    ///
    /// - Parameters:
    ///   - url: the URL of the session.
    ///   - sessionID: replaces each `{CHECKOUT_SESSION_ID}` after the host, Stripe's placeholder. Its braces may be
    ///     escaped, because URL builders write `%7B` and `%7D` for them.
    ///   - parameter: the name of a query parameter that is added, with the session's id as its value.
    ///   - asciiHost: spells an international domain name in ASCII.
    package init(
        _ url: String, sessionID: String, parameter: String? = nil, asciiHost: ASCIIHost
    ) throws(WebURL.Fault) {
        let text = Array(url.utf8)
        let parts = try WebURL(text.span)
        guard let ascii = WebHost.ascii(text.span.extracting(parts.host), asciiHost) else { throw .host }
        let host = String(decoding: ascii, as: UTF8.self) + (parts.port.map { ":\($0)" } ?? "")
        var beginning = Array((parts.isSecure ? "https://" : "http://").utf8)
        if !parts.userInformation.isEmpty {
            for byte in text[parts.userInformation] {
                PercentEncoding.append(byte, keeping: WebURL.plainUserInformation, to: &beginning)
            }
            beginning.append(UInt8(ascii: "@"))
        }
        beginning.append(utf8: host)
        let written = text[parts.tail]
        guard beginning.count + Self.encoded(written).count <= Self.bytesMax else { throw .length }
        var tail = Self.replacing(written, with: sessionID)
        if let parameter { tail = Self.adding(parameter, sessionID, to: tail) }
        location = String(decoding: beginning + Self.encoded(tail[...]), as: UTF8.self)
        shownHost = host
        scheme = parts.isSecure ? "https:" : "http:"
    }

    /// Why a URL must not be followed; nil if it may be. The result agrees with
    /// ``init(_:sessionID:parameter:asciiHost:)``, and the URLs of most shops need no allocation.
    package static func fault(in url: Span<UInt8>, asciiHost: ASCIIHost) -> WebURL.Fault? {
        do throws(WebURL.Fault) {
            let parts = try WebURL(url)
            // Each byte takes at most three bytes when it is escaped.
            if url.count * 3 <= bytesMax, WebHost.isPlain(url.extracting(parts.host)) { return nil }
            _ = try ReturnTarget(String(utf8: url), sessionID: "", asciiHost: asciiHost)
            return nil
        } catch {
            return error
        }
    }

    /// RFC 3986 §2.3.
    private static let unreserved = ByteSet("-._~", withLettersAndDigits: true)
    /// RFC 3986 §3.3 to §3.5, and `%` for escapes.
    private static let tail = ByteSet("-._~%!$&'()*+,;=:@/?", withLettersAndDigits: true)

    private static let placeholderName: StaticString = "CHECKOUT_SESSION_ID"

    private static func replacing(_ tail: ArraySlice<UInt8>, with id: String) -> [UInt8] {
        var out: [UInt8] = []
        var rest = tail
        while let byte = rest.first {
            if let behind = withoutPlaceholder(rest) {
                appendEncoded(id, to: &out)
                rest = behind
            } else {
                out.append(byte)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    /// The text after the placeholder with which it begins; nil if it does not begin with one.
    private static func withoutPlaceholder(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let name = without(UInt8(ascii: "{"), escapedAs: "%7b", text),
            ASCII.equal(name.prefix(placeholderName.utf8CodeUnitCount), placeholderName)
        else { return nil }
        return without(UInt8(ascii: "}"), escapedAs: "%7d", name.dropFirst(placeholderName.utf8CodeUnitCount))
    }

    /// A text without the brace with which it begins, which may be escaped in either case; nil if it does not begin
    /// with it.
    private static func without(
        _ brace: UInt8, escapedAs escape: StaticString, _ text: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        if text.first == brace { return text.dropFirst() }
        return ASCII.equalIgnoringCase(text.prefix(3), escape) ? text.dropFirst(3) : nil
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
        for byte in text.utf8 { PercentEncoding.append(byte, keeping: unreserved, to: &out) }
    }

    /// Escapes the bytes that RFC 3986 §3.3 to §3.5 does not allow. Existing escapes stay.
    private static func encoded(_ tail: ArraySlice<UInt8>) -> [UInt8] {
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
        return out
    }
}
