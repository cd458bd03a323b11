import Wire

/// A path as it came, and as it reads when its escapes are replaced.
struct RequestPath: Sendable {
    let bytes: ArraySlice<UInt8>
    /// Most paths hold no escape, and are compared as they came.
    let hasEscapes: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        hasEscapes = bytes.contains(UInt8(ascii: "%"))
    }

    /// Whether the path, as it came, begins so.
    func begins(with start: StaticString) -> Bool {
        ASCII.equal(bytes.prefix(start.utf8CodeUnitCount), start)
    }

    /// The path with its escapes replaced, also those that stand for a slash.
    var decoded: ArraySlice<UInt8> {
        hasEscapes ? PercentEncoding.decode(bytes)[...] : bytes
    }

    /// The path without the slashes at its end; nil where it has none there.
    var withoutTrailingSlashes: RequestPath? {
        var path = decoded
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        return path.count < decoded.count ? RequestPath(decodedPath: path) : nil
    }

    private init(decodedPath: ArraySlice<UInt8>) {
        bytes = decodedPath
        // What is decoded already is not decoded again: `%2525` is `%25`.
        hasEscapes = false
    }
}
