/// Free memory behind the elements of an array, into which pieces are written one after the other. The array is looked at
/// once for all of them, because each append of its own checks whether the array is shared and how much it can hold.
struct AppendedBytes: ~Copyable {
    private let start: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    fileprivate private(set) var count = 0

    fileprivate init(start: UnsafeMutablePointer<UInt8>, capacity: Int) {
        self.start = start
        self.capacity = capacity
    }

    /// Appends a literal.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append($0) }
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    /// Appends a number that is not negative, in decimal digits.
    mutating func append(decimal number: Int) {
        var rest = UInt(number)
        var digits = 1
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        precondition(digits <= capacity - count)
        rest = UInt(number)
        var end = start + count + digits
        for _ in 0..<digits {
            end -= 1
            end.pointee = Byte.zero &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    /// Appends the value of a header field. A space replaces each byte that a value may not hold.
    mutating func append(value: String) {
        let text = value.utf8.span
        let first = count
        append(text)
        var at = 0
        while text.count - at >= 8 {
            if EightBytes(text, at: at).hasControls { replaceControls(from: first + at, to: first + at + 8) }
            at += 8
        }
        replaceControls(from: first + at, to: count)
    }

    @inline(__always)
    private func replaceControls(from first: Int, to end: Int) {
        for index in first..<end where !Byte.isFieldContent(start[index]) { start[index] = Byte.space }
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        precondition(bytes.count <= capacity - count)
        (start + count).update(from: source, count: bytes.count)
        count += bytes.count
    }
}

extension [UInt8] {
    /// Appends what `body` writes, which are at most `capacity` bytes.
    @inline(__always)
    mutating func append(atMost capacity: Int, _ body: (inout AppendedBytes) -> Void) {
        append(addingCapacity: capacity) { out in
            out.withUnsafeMutableBufferPointer { free, count in
                guard let base = free.baseAddress else { return }
                var bytes = AppendedBytes(start: base + count, capacity: capacity)
                body(&bytes)
                count += bytes.count
            }
        }
    }
}
