extension Span<UInt8> {
    /// The index of the first such byte; nil if it is not found.
    package func firstIndex(of byte: UInt8) -> Int? {
        let index = EightBytes.firstIndex(of: byte, in: self, from: 0)
        return index < count ? index : nil
    }

    /// The index of the last such byte; nil if it is not found.
    package func lastIndex(of byte: UInt8) -> Int? {
        var index = count
        while index >= 8, EightBytes(self, at: index - 8).marks(of: byte) == 0 { index -= 8 }
        while index > 0 {
            index -= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    /// The index of the first control character, space or backslash from `start` on; the count if
    /// it is not found.
    /// Browsers remove or replace these in a URL.
    package func firstRepairedInURL(from start: Int) -> Int {
        var at = start
        while count - at >= 8 {
            let eight = EightBytes(self, at: at)
            let marks =
                eight.marks(below: 0x21) | eight.marks(of: UInt8(ascii: "\\")) | eight.marks(of: 0x7F)
            if marks != 0 { return at + EightBytes.firstMarked(marks) }
            at += 8
        }
        while at < count, self[at] > 0x20, self[at] != UInt8(ascii: "\\"), self[at] != 0x7F { at += 1 }
        return at
    }
}

extension [UInt8] {
    /// Appends the bytes of a text. Appending the text as a sequence would retain and release it once more.
    package mutating func append(utf8 text: String) {
        append(text.utf8.span)
    }

    /// Appends bytes that another value owns, in one copy.
    package mutating func append(_ bytes: Span<UInt8>) {
        append(addingCapacity: bytes.count) { $0.append(bytes) }
    }
}

extension String {
    /// A text from bytes; the caller has checked that they are UTF-8.
    package init(utf8 bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
