import Server
import Wire

/// Reads `X-Forwarded-For`, `-Proto` and `-Host`, which no standard describes.
enum XForwarded {
    /// The hops of `X-Forwarded-For` in their order, the client's first. Nil if one is neither an address nor
    /// `unknown`.
    static func hops(in lines: [ArraySlice<UInt8>]) -> [Hop]? {
        var hops: [Hop] = []
        for line in lines {
            for entry in line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                guard let address = Node.address(ASCII.trimmed(entry), takesBareIPv6: true) else { return nil }
                hops.append(Hop(address: address))
            }
        }
        return hops
    }

    /// Scheme and host. A field that is repeated or has a list is ignored, because it does not say which value belongs
    /// to which hop.
    static func origin(of head: RequestHead) -> Origin {
        var origin = Origin()
        if let value = head.singleValue(of: "x-forwarded-proto") { origin.isSecure = isSecure(value) }
        if let value = head.singleValue(of: "x-forwarded-host"), Authority.isValid(value.span) { origin.host = value }
        return origin
    }

    /// Whether a scheme is https; nil for a scheme other than https and http.
    static func isSecure(_ scheme: ArraySlice<UInt8>) -> Bool? {
        if ASCII.equalIgnoringCase(scheme, "https") { return true }
        return ASCII.equalIgnoringCase(scheme, "http") ? false : nil
    }
}
