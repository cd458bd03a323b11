extension Span<UInt8> {
    /// The index of the first such byte; nil if there is none.
    package func firstIndex(of byte: UInt8) -> Int? {
        let index = EightBytes.firstIndex(of: byte, in: self, from: 0)
        return index < count ? index : nil
    }

    /// The index of the last such byte; nil if there is none.
    package func lastIndex(of byte: UInt8) -> Int? {
        indices.reversed().first { self[$0] == byte }
    }
}

extension [UInt8] {
    /// Appends the bytes of a text. Appending the text as a sequence would retain and release it once more.
    package mutating func append(utf8 text: String) {
        text.utf8.span.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    /// Appends bytes that another value owns.
    package mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}

extension String {
    /// A text from bytes; the caller has checked that they are UTF-8.
    package init(utf8 bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
