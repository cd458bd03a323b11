import Wire

extension JSONNode {
    /// What somebody makes of the characters of a string, which are shown in place unless some are escaped; nil for what is
    /// no string.
    ///
    /// - Parameter text: what the node is of.
    func characters<Read>(in text: [UInt8], _ read: (Span<UInt8>) -> Read) -> Read? {
        guard case .string = kind else { return nil }
        if isEscaped {
            let unescaped = unescaped(in: text)
            return read(unescaped.span)
        }
        return read(text.span.extracting(inside))
    }

    /// Matched, because a comparison of kinds is a call into their module.
    var isNull: Bool {
        if case .null = kind { return true }
        return false
    }
}
