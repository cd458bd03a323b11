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
        append(text.utf8.span)
    }

    /// Appends bytes that another value owns, in one copy. Appending them as a sequence makes more calls.
    package mutating func append(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        append(addingCapacity: bytes.count) { out in
            out.withUnsafeMutableBufferPointer { free, count in
                bytes.withUnsafeBufferPointer { bytes in
                    guard let start = free.baseAddress, let source = bytes.baseAddress else { return }
                    (start + count).initialize(from: source, count: bytes.count)
                    count += bytes.count
                }
            }
        }
    }
}

extension String {
    /// A text from bytes; the caller has checked that they are UTF-8.
    package init(utf8 bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
