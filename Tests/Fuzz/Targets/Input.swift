/// The bytes of libFuzzer. A target takes its choices from the end, so that a seed is a sample with a few bytes after
/// it.
struct Input {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Removes and returns the last byte; 0 if no byte is left.
    mutating func takeByte() -> UInt8 {
        bytes.popLast() ?? 0
    }

    /// An offset in the rest, its end included, from the last two bytes.
    mutating func takeCut() -> Int {
        let place = Int(takeByte()) << 8 | Int(takeByte())
        return place % (bytes.count + 1)
    }

    /// The rest cut into two pieces, by the last two bytes.
    mutating func takePieces() -> [[UInt8]] {
        let cut = takeCut()
        return [Array(bytes[..<cut]), Array(bytes[cut...])]
    }
}

/// Ends the process if an invariant does not hold; libFuzzer then reports the input.
func check(_ holds: Bool, _ invariant: @autoclosure () -> String) {
    // A fuzz target reports a finding by ending the process.
    if !holds { fatalError(invariant()) }
}

/// Bytes as text, for the message of a finding.
func shown(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).debugDescription
}
