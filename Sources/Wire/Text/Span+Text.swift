extension Span<UInt8> {
    /// The first place of a byte; nil where there is none.
    package func firstPlace(of byte: UInt8) -> Int? {
        let place = EightBytes.firstPlace(of: byte, in: self, from: 0)
        return place < count ? place : nil
    }

    /// The last place of a byte; nil where there is none.
    package func lastPlace(of byte: UInt8) -> Int? {
        indices.reversed().first { self[$0] == byte }
    }
}

extension [UInt8] {
    /// Adds a text's bytes. A sequence that is added is owned meanwhile, which would count the text's owners twice.
    package mutating func append(utf8 text: String) {
        text.utf8.span.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    /// Adds bytes that somebody else holds.
    package mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}

extension String {
    /// Bytes that are known to be UTF-8.
    package init(utf8 bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
