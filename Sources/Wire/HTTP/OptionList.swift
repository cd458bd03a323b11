/// Comma-separated lists, RFC 9110 §5.6.1.
enum OptionList {
    /// Calls `body` with each member without the white space around it, also with empty members. It ignores quoting: no
    /// list that controls a connection has quoted strings.
    static func forEach(in value: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        var start = 0
        while true {
            var end = start
            while end < value.count, value[end] != Byte.comma { end += 1 }
            var (lower, upper) = (start, end)
            while lower < upper, Byte.isWhitespace(value[lower]) { lower += 1 }
            while upper > lower, Byte.isWhitespace(value[upper - 1]) { upper -= 1 }
            body(value.extracting(lower..<upper))
            guard end < value.count else { return }
            start = end + 1
        }
    }
}
