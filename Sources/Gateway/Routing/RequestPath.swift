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

    /// The path that Starlette tries where no route has this one (`redirect_slashes`): without the slashes at its end, or
    /// with one where it has none there. Nil for the root.
    var withOtherEnd: RequestPath? {
        var path = decoded
        if path.elementsEqual("/".utf8) { return nil }
        if path.last == UInt8(ascii: "/") {
            while path.last == UInt8(ascii: "/") { path.removeLast() }
        } else {
            path.append(UInt8(ascii: "/"))
        }
        return RequestPath(decodedPath: path)
    }

    private init(decodedPath: ArraySlice<UInt8>) {
        bytes = decodedPath
        // What is decoded already is not decoded again: `%2525` is `%25`.
        hasEscapes = false
    }
}
