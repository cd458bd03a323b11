import Wire

/// The fields of an answer's last head, gathered line by line, with a bound on each kind of growth.
struct AnswerHead {
    private(set) var fields: [HeaderField] = []
    private let limits: CallLimits
    private var bytes = 0
    private var fieldBytes = 0
    private var isComplete = false

    init(_ limits: CallLimits) {
        self.limits = limits
    }

    /// Whether all heads together are longer than they may be.
    var isTooLong: Bool { bytes > limits.headBytesMax }

    /// Takes a line with its end; false if the heads are too long.
    ///
    /// A server may send heads with a status below 200 before the last one, and fields after the content, which are not
    /// kept.
    mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        bytes += line.count
        if isTooLong { return false }
        let text = line.prefix { $0 != 0x0d && $0 != 0x0a }
        if text.starts(with: "HTTP/".utf8) {
            (fields, fieldBytes, isComplete) = ([], 0, false)
        } else if text.isEmpty {
            isComplete = true
        } else if !isComplete {
            keep(text)
        }
        return true
    }

    private mutating func keep(_ text: ArraySlice<UInt8>) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = text[..<colon]
        guard ByteSet.token.containsAll(name.span) else { return }
        fieldBytes += text.count
        guard fields.count < limits.fieldsMax, fieldBytes <= limits.fieldBytesMax else { return }
        fields.append(
            HeaderField(
                name: String(decoding: name, as: UTF8.self),
                value: String(decoding: ASCII.trimmed(text[(colon + 1)...]), as: UTF8.self)))
    }
}
