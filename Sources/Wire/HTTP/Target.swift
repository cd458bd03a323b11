/// The parts of a request target, RFC 9112 §3.2. Ranges are offsets from the start of the request line.
struct Target: Sendable {
    enum Path: Sendable {
        case range(Range<Int>)
        /// An absolute-form target without a path means `/` (RFC 9110 §4.2.3).
        case root
        /// `OPTIONS` for the server as a whole (RFC 9112 §3.2.4).
        case server
    }

    let path: Path
    let query: Range<Int>?
    let authority: Range<Int>?

    init(_ line: Span<UInt8>, in range: Range<Int>, for method: HTTPMethod) throws(ProtocolError) {
        let first = line[range.lowerBound]
        if method == .connect {
            // RFC 9112 §3.2.3: authority-form, with a port, is the only form for CONNECT.
            guard Authority.isValid(line.extracting(range), needsPort: true) else { throw .malformedTarget }
            (path, query, authority) = (.root, nil, range)
        } else if first == Byte.slash {
            (path, query) = try Target.pathAndQuery(line, in: range)
            authority = nil
        } else if first == Byte.asterisk {
            guard method == .options, range.count == 1 else { throw .malformedTarget }
            (path, query, authority) = (.server, nil, nil)
        } else {
            let start = try Target.authorityStart(line, in: range)
            var end = start
            while end < range.upperBound, line[end] != Byte.slash, line[end] != Byte.question { end += 1 }
            guard Authority.isValid(line.extracting(start..<end)) else { throw .malformedTarget }
            authority = start..<end
            let parts = try Target.pathAndQuery(line, in: end..<range.upperBound)
            query = parts.query
            if case .root = parts.path, method == .options, query == nil {
                path = .server
            } else {
                path = parts.path
            }
        }
    }

    /// Reads the path of a target that was refused or is incomplete, up to the first byte that a path may not hold. Nil
    /// if there is no path.
    init?(refused line: Span<UInt8>, from start: Int) {
        var pathStart = start
        var authority: Range<Int>?
        if let hostStart = try? Target.authorityStart(line, in: start..<line.count) {
            pathStart = hostStart
            while pathStart < line.count, line[pathStart] != Byte.slash, line[pathStart] != Byte.question,
                ByteSet.target.contains(line[pathStart])
            {
                pathStart += 1
            }
            if Authority.isValid(line.extracting(hostStart..<pathStart)) { authority = hostStart..<pathStart }
        }
        guard pathStart < line.count, line[pathStart] == Byte.slash else { return nil }
        var end = pathStart
        while end < line.count, line[end] != Byte.question, ByteSet.target.contains(line[end]) { end += 1 }
        (path, query, self.authority) = (.range(pathStart..<end), nil, authority)
    }

    /// The offset of the authority of an absolute-form target. This server accepts only `http` and `https`.
    private static func authorityStart(_ line: Span<UInt8>, in range: Range<Int>) throws(ProtocolError) -> Int {
        for scheme in ["http://", "https://"] as [StaticString] where range.count > scheme.utf8CodeUnitCount {
            let end = range.lowerBound + scheme.utf8CodeUnitCount
            if ASCII.equalIgnoringCase(line.extracting(range.lowerBound..<end), scheme) { return end }
        }
        throw .malformedTarget
    }

    private static func pathAndQuery(
        _ line: Span<UInt8>, in range: Range<Int>
    ) throws(ProtocolError) -> (path: Path, query: Range<Int>?) {
        var index = range.lowerBound
        while index < range.upperBound, line[index] != Byte.question {
            guard ByteSet.target.contains(line[index]) else { throw .malformedTarget }
            index += 1
        }
        let path: Path = index == range.lowerBound ? .root : .range(range.lowerBound..<index)
        guard index < range.upperBound else { return (path, nil) }
        let queryStart = index + 1
        index = queryStart
        while index < range.upperBound {
            guard ByteSet.target.contains(line[index]) else { throw .malformedTarget }
            index += 1
        }
        return (path, queryStart..<range.upperBound)
    }
}
