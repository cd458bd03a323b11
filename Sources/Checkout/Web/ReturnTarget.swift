import Wire

/// Where a customer may be sent or linked to afterwards: an absolute http or https URL, whatever the API accepted.
///
/// It is taken apart and put together anew, so that a browser cannot read it differently: no control characters, no
/// backslash, a host in ASCII, and everything else that a URI may not hold percent-encoded (RFC 3986 §2.1).
package struct ReturnTarget: Sendable, Equatable {
    /// The URL, in visible ASCII.
    package let location: String
    /// Host and port, without the user information that might pretend to be another host.
    package let shownHost: String
    /// `https:` or `http:`. In a content security policy the latter lets both through (CSP 3, "scheme-part matches").
    package let scheme: String

    /// Longer ones do not get through common proxies as a header field. The session's id comes on top.
    package static let bytesMax = 4_096

    /// Throws the ``WebURL/Fault`` of a URL that is not to be followed.
    ///
    /// - Parameters:
    ///   - sessionID: stands in for each `{CHECKOUT_SESSION_ID}` behind the host, Stripe's placeholder. Its braces may be
    ///     escapes, since URL builders write `%7B` and `%7D` for them.
    ///   - parameter: the name of a query parameter that is added and holds the session's id.
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

    /// Why a URL is not followed; nil for one that is. It says the same as ``init(_:sessionID:parameter:asciiHost:)``, and
    /// takes no memory for the URLs that most shops have.
    package static func fault(in url: Span<UInt8>, asciiHost: ASCIIHost) -> WebURL.Fault? {
        do throws(WebURL.Fault) {
            let parts = try WebURL(url)
            // Each byte takes three at most when it is escaped.
            if url.count * 3 <= bytesMax, WebHost.isPlain(url.extracting(parts.host)) { return nil }
            _ = try ReturnTarget(String(utf8: url), sessionID: "", asciiHost: asciiHost)
            return nil
        } catch {
            return error
        }
    }

    /// RFC 3986 §2.3.
    private static let unreserved = OctetSet("-._~", withLettersAndDigits: true)
    /// RFC 3986 §3.3 to §3.5, escapes among it.
    private static let tail = OctetSet("-._~%!$&'()*+,;=:@/?", withLettersAndDigits: true)

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

    /// What stands behind the placeholder that a text begins with; nil where it begins with none.
    private static func withoutPlaceholder(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let name = without(UInt8(ascii: "{"), escapedAs: "%7b", text),
            ASCII.equal(name.prefix(placeholderName.utf8CodeUnitCount), placeholderName)
        else { return nil }
        return without(UInt8(ascii: "}"), escapedAs: "%7d", name.dropFirst(placeholderName.utf8CodeUnitCount))
    }

    /// A text without the brace that it begins with, which may be an escape in either case; nil where it begins with none.
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
        for octet in text.utf8 { PercentEncoding.append(octet, keeping: unreserved, to: &out) }
    }

    /// What RFC 3986 §3.3 to §3.5 does not let stand is escaped; escapes that are there stay.
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
