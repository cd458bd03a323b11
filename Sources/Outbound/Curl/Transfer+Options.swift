import CCurl
import Wire

extension Transfer {
    /// How a room makes its transfers.
    struct Options: Sendable {
        /// A file of certificates in PEM to trust in place of the system's; nil for the system's.
        var authorities: String?
        /// Whether only HTTP/1.1 is spoken.
        var isHTTP1Only: Bool
    }

    /// Tells libcurl everything about the call. libcurl has defaults, and variables of the environment, that follow
    /// redirects of some kinds, use a proxy or ask for compression: each of them is turned off here.
    ///
    /// - Parameter addresses: the addresses of the host; libcurl looks no name up itself.
    func prepare(_ options: Options, _ addresses: [IPAddress]) throws(EasyHandle.OptionRefused) {
        let limits = call.limits
        try handle.set(CURLOPT_URL, call.url.text)
        try handle.set(CURLOPT_PROTOCOLS_STR, call.url.isSecure ? "https" : "http")
        try handle.set(CURLOPT_PATH_AS_IS, 1)
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds)
        try handle.set(CURLOPT_TIMEOUT_MS, limits.wholeMilliseconds)
        try handle.set(CURLOPT_HTTP_VERSION, options.isHTTP1Only ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS)
        // Most servers close an idle connection later than this, so a request is seldom sent on a closing connection.
        try handle.set(CURLOPT_MAXAGE_CONN, 55)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities = options.authorities { try handle.set(CURLOPT_CAINFO, authorities) }
        try setRequest()
        if case .name(let name) = call.url.host {
            let list = addresses.prefix(Self.addressesMax).map { $0.isIPv4 ? "\($0)" : "[\($0)]" }
            try handle.set(CURLOPT_RESOLVE, ["+\(name):\(call.url.port):\(list.joined(separator: ","))"])
        }
    }

    /// The addresses of a host that are tried.
    private static let addressesMax = 8

    private func setRequest() throws(EasyHandle.OptionRefused) {
        // An empty value removes a field that libcurl would write by itself.
        var lines = ["Expect:"]
        if !call.fields.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
        // libcurl spells a field that is sent without a value with a semicolon.
        lines += call.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        try handle.set(CURLOPT_HTTPHEADER, lines)
        switch call.method {
        case .get: try handle.set(CURLOPT_HTTPGET, 1)
        case .head: try handle.set(CURLOPT_NOBODY, 1)
        default:
            if !call.body.isEmpty || [.post, .put, .patch].contains(call.method) {
                try handle.set(CURLOPT_POST, 1)
                try handle.setBody(call.body)
            }
            if call.method != .post { try handle.set(CURLOPT_CUSTOMREQUEST, "\(call.method.name)") }
        }
    }
}
