extension OutputSpan where Element == UInt8 {
    /// Appends a literal. The span must have room for it.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append($0.span) }
    }

    /// Appends bytes that another value owns, in one copy. The span must have room for them.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity)
        withUnsafeMutableBufferPointer { room, count in
            bytes.withUnsafeBufferPointer { bytes in
                guard let start = room.baseAddress, let source = bytes.baseAddress else { return }
                (start + count).initialize(from: source, count: bytes.count)
                count += bytes.count
            }
        }
    }
}
