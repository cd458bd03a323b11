/// Comma-separated lists, RFC 9110 §5.6.1.
enum OptionList {
    /// Calls with each member without white space around it, empty ones too. Quoted strings are not looked into: no
    /// list that decides over a connection has any.
    static func forEach(in value: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        var start = 0
        while true {
            var end = start
            while end < value.count, value[end] != Octet.comma { end += 1 }
            var (lower, upper) = (start, end)
            while lower < upper, Octet.isWhitespace(value[lower]) { lower += 1 }
            while upper > lower, Octet.isWhitespace(value[upper - 1]) { upper -= 1 }
            body(value.extracting(lower..<upper))
            guard end < value.count else { return }
            start = end + 1
        }
    }
}
