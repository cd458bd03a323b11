package import Wire

/// Makes texts harmless for a terminal. Texts from callers and operators may contain characters that move the cursor,
/// change what was printed before or its direction; these are shown as escapes.
package enum TerminalText {
    /// The text with each such character as JSON escapes it, `\u009b`, so that JSON keeps its meaning. Line feeds stay.
    static func visible(_ text: String) -> String {
        guard text.utf8.contains(where: { !(0x20...0x7E ~= $0 || $0 == 0x0A) }) else { return text }
        var out = ""
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) {
                out.unicodeScalars.append(scalar)
            } else {
                for unit in UTF16.encode(scalar) ?? .init() {
                    let digits = String(unit, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            }
        }
        return out
    }

    /// JSON on one line: white space between values becomes a blank. Strings contain no unescaped line end.
    package static func oneLine(json: JSONText) -> String {
        String(decoding: json.bytes.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }

    /// Harmful are control characters (C0, DEL and C1), separators of lines and paragraphs, and formatting characters
    /// such as those that change the direction of writing, except two that join or separate letters in many scripts.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\u{200C}", "\u{200D}": return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
