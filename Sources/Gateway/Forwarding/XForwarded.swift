import Server
import Wire

/// `X-Forwarded-For`, `-Proto` and `-Host`, which no standard describes.
enum XForwarded {
    /// The hops of `X-Forwarded-For` in the order in which they were passed, the client's first. Nil where any of them is
    /// neither an address nor said to be unknown.
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

    /// Scheme and host. A field that is there twice or holds a list is left out: nobody says which of its values is
    /// whose.
    static func origin(of head: RequestHead) -> Origin {
        var origin = Origin()
        if let value = head.singleValue(of: "x-forwarded-proto") { origin.isSecure = isSecure(value) }
        if let value = head.singleValue(of: "x-forwarded-host"), Authority.isValid(value.span) { origin.host = value }
        return origin
    }

    /// Whether a scheme is https; nil for what is neither that nor http.
    static func isSecure(_ scheme: ArraySlice<UInt8>) -> Bool? {
        if ASCII.equalIgnoringCase(scheme, "https") { return true }
        return ASCII.equalIgnoringCase(scheme, "http") ? false : nil
    }
}
