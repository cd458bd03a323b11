import Wire

extension JSONNode {
    /// The result of `read` for the characters of a string; nil for another value. The characters are copied only if
    /// some are escaped.
    ///
    /// - Parameter text: the text of the node's document.
    func characters<Read>(in text: [UInt8], _ read: (Span<UInt8>) -> Read) -> Read? {
        guard case .string = kind else { return nil }
        if isEscaped {
            let unescaped = unescaped(in: text)
            return read(unescaped.span)
        }
        return read(text.span.extracting(inside))
    }

    /// Uses a pattern, because a comparison of kinds calls into their module.
    var isNull: Bool {
        if case .null = kind { return true }
        return false
    }
}
