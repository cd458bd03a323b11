import Wire

/// The path of a request, as sent and with its escapes decoded.
struct RequestPath: Sendable {
    let bytes: ArraySlice<UInt8>
    /// Most paths have no escapes, and are compared as sent.
    let hasEscapes: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        hasEscapes = bytes.contains(UInt8(ascii: "%"))
    }

    /// Whether the path, as sent, begins with this text.
    func begins(with start: StaticString) -> Bool {
        ASCII.equal(bytes.prefix(start.utf8CodeUnitCount), start)
    }

    /// The path with its escapes decoded, encoded slashes too.
    var decoded: ArraySlice<UInt8> {
        hasEscapes ? PercentEncoding.decode(bytes)[...] : bytes
    }

    /// The path that Starlette tries if no route has this one (`redirect_slashes`): without the slashes at its end, or
    /// with one if it has none there. Nil for the root.
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
        // A decoded path is not decoded again: `%2525` is `%25`.
        hasEscapes = false
    }
}
