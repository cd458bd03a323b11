/// What libFuzzer made up: bytes, of which a target takes its choices from the end, so that a seed is any sample with a
/// few bytes behind it.
struct Input {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The last byte, which is gone then; 0 where there is none.
    mutating func takeByte() -> UInt8 {
        bytes.popLast() ?? 0
    }

    /// A place in what is left, its end included, by the last two bytes.
    mutating func takeCut() -> Int {
        let place = Int(takeByte()) << 8 | Int(takeByte())
        return place % (bytes.count + 1)
    }

    /// What is left in two pieces, by the last two bytes.
    mutating func takePieces() -> [[UInt8]] {
        let cut = takeCut()
        return [Array(bytes[..<cut]), Array(bytes[cut...])]
    }
}

/// Ends the process, which libFuzzer reports together with the input, where an invariant does not hold.
func check(_ holds: Bool, _ invariant: @autoclosure () -> String) {
    // Ending the process is how a fuzz target says that it found something.
    if !holds { fatalError(invariant()) }
}

/// Bytes as text, for what is said of a finding.
func shown(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).debugDescription
}
