/// The syntax of `uri-host [ ":" port ]`, RFC 9110 §4.2 and RFC 3986 §3.2.2.
package enum Authority {
    /// Whether the bytes are a host with an optional port. An empty host is refused: an `http` URI must have one (RFC
    /// 9110 §4.2.1). User information is refused as well, because a host cannot contain `@` (RFC 9110 §4.2.4).
    package static func isValid(_ text: Span<UInt8>, needsPort: Bool = false) -> Bool {
        guard text.count > 0 else { return false }
        var hostEnd = 0
        if text[0] == Byte.openBracket {
            while hostEnd < text.count, text[hostEnd] != Byte.closeBracket { hostEnd += 1 }
            guard hostEnd < text.count, isLiteral(text.extracting(1..<hostEnd)) else { return false }
            hostEnd += 1
        } else {
            while hostEnd < text.count, text[hostEnd] != Byte.colon {
                guard isRegisteredNameByte(text, hostEnd) else { return false }
                hostEnd += 1
            }
            guard hostEnd > 0 else { return false }
        }
        guard hostEnd < text.count else { return !needsPort }
        guard text[hostEnd] == Byte.colon else { return false }
        let digits = text.extracting((hostEnd + 1)...)
        return isPort(digits) && (digits.count > 0 || !needsPort)
    }

    private static func isRegisteredNameByte(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard ByteSet.registeredName.contains(text[index]) else { return false }
        guard text[index] == Byte.percent else { return true }
        return index + 2 < text.count && Byte.hexValue(text[index + 1]) != nil
            && Byte.hexValue(text[index + 2]) != nil
    }

    /// `*DIGIT`, at most 65,535.
    private static func isPort(_ digits: Span<UInt8>) -> Bool {
        var port = 0
        for index in 0..<digits.count {
            guard Byte.isDigit(digits[index]) else { return false }
            port = port * 10 + Int(digits[index] - Byte.zero)
            guard port <= 65_535 else { return false }
        }
        return true
    }

    /// Whether the text between the brackets is an `IPv6address` or an `IPvFuture`.
    private static func isLiteral(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return false }
        return ASCII.lowercase(text[0]) == 0x76 ? isFutureAddress(text) : isIPv6Address(text)
    }

    /// `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
    private static func isFutureAddress(_ text: Span<UInt8>) -> Bool {
        var index = 1
        while index < text.count, Byte.hexValue(text[index]) != nil { index += 1 }
        guard index > 1, index + 1 < text.count, text[index] == Byte.dot else { return false }
        for rest in (index + 1)..<text.count {
            let isAllowed = ByteSet.registeredName.contains(text[rest]) || text[rest] == Byte.colon
            guard isAllowed, text[rest] != Byte.percent else { return false }
        }
        return true
    }

    /// Eight groups of up to four hexadecimal digits. `::` may replace one run of groups, and an IPv4 address may
    /// replace the last two. A zone identifier is refused: it has a meaning only on the client's own machine.
    private static func isIPv6Address(_ text: Span<UInt8>) -> Bool {
        var groups = 0
        var isShortened = false
        var index = 0
        if text.count >= 2, text[0] == Byte.colon {
            guard text[1] == Byte.colon else { return false }
            isShortened = true
            index = 2
        }
        while index < text.count {
            let start = index
            while index < text.count, Byte.hexValue(text[index]) != nil { index += 1 }
            if index < text.count, text[index] == Byte.dot {
                groups += 2
                return isIPv4Address(text.extracting(start...)) && isWhole(groups, isShortened)
            }
            guard index - start >= 1, index - start <= 4 else { return false }
            groups += 1
            guard index < text.count else { break }
            guard text[index] == Byte.colon else { return false }
            index += 1
            guard index < text.count else { return false }
            if text[index] == Byte.colon {
                guard !isShortened else { return false }
                isShortened = true
                index += 1
            }
        }
        return isWhole(groups, isShortened)
    }

    private static func isWhole(_ groups: Int, _ isShortened: Bool) -> Bool {
        isShortened ? groups <= 7 : groups == 8
    }

    private static func isIPv4Address(_ text: Span<UInt8>) -> Bool {
        var parts = 0
        var index = 0
        while index < text.count {
            let start = index
            var value = 0
            while index < text.count, index - start < 3, Byte.isDigit(text[index]) {
                value = value * 10 + Int(text[index] - Byte.zero)
                index += 1
            }
            // RFC 3986 §3.2.2: the parts of an IPv4 address have no leading zeros.
            guard index > start, value <= 255, index - start == 1 || text[start] != Byte.zero else { return false }
            parts += 1
            guard index < text.count else { break }
            guard text[index] == Byte.dot, index + 1 < text.count else { return false }
            index += 1
        }
        return parts == 4
    }
}
