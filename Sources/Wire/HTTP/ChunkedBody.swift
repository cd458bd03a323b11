/// Reads chunked content, RFC 9112 §7.1, strict about every byte between the chunks.
///
/// The reader checks each byte when it arrives and keeps none of them; data goes straight into the content. It checks
/// and drops extensions and trailers (§7.1.2 allows it), so that nothing in them can pass for a header field.
package struct ChunkedBody: Sendable {
    private enum State: Sendable {
        /// Within the digits of a size; `digits` counts those that were read.
        case size(digits: Int)
        /// After white space, which only an extension may follow.
        case beforeExtension
        case extensionStart
        case extensionName
        case afterExtensionName
        case extensionValueStart
        case extensionValue
        case quoted
        case quotedPair
        case quotedEnd
        case afterExtensionValue
        case sizeLineFeed
        case data
        case dataCarriageReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case lastLineFeed
        case done
    }

    /// As many digits as 2^63 has in base 16. The bound ends an endless row of leading zeros.
    private static let sizeDigitsMax = 16

    private let limits: HTTPLimits
    private var state = State.size(digits: 0)
    /// Bytes of the chunk that have not arrived yet. While the digits of a size are read, the size so far.
    private var remaining = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerLines = 0

    /// A reader that expects the size of the first chunk.
    package init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Whether the last chunk and the trailer section have been read.
    package var isComplete: Bool {
        if case .done = state { true } else { false }
    }

    /// Continues at `offset`, moves it past the bytes that it takes, and appends data to `body`. Stops after the last
    /// byte of the content or at the end of `bytes`.
    package mutating func read(
        _ bytes: Span<UInt8>, from offset: inout Int, into body: inout [UInt8]
    ) throws(ProtocolError) {
        while offset < bytes.count {
            switch state {
            case .done:
                return
            case .data:
                let count = min(remaining, bytes.count - offset)
                bytes.extracting(offset..<(offset + count)).withUnsafeBufferPointer { body.append(contentsOf: $0) }
                offset += count
                remaining -= count
                if remaining == 0 { state = .dataCarriageReturn }
            case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed, .lastLineFeed:
                try readTrailer(bytes[offset])
                offset += 1
            default:
                try readFraming(bytes[offset], bodyCount: body.count)
                offset += 1
            }
        }
    }

    private mutating func readFraming(_ octet: UInt8, bodyCount: Int) throws(ProtocolError) {
        switch state {
        case .size(let digits):
            try readSize(octet, digits: digits, bodyCount: bodyCount)
        case .sizeLineFeed:
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            state = remaining == 0 ? .trailerStart : .data
        case .dataCarriageReturn:
            guard octet == Octet.carriageReturn else { throw .malformedChunk }
            state = .dataLineFeed
        case .dataLineFeed:
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            state = .size(digits: 0)
        default:
            extensionBytes += 1
            guard extensionBytes <= limits.chunkExtensionBytesMax else { throw .chunkExtensionsTooLarge }
            try readExtension(octet)
        }
    }

    /// `1*HEXDIG`. The size is compared with the bound after each digit, so that it cannot overflow.
    private mutating func readSize(_ octet: UInt8, digits: Int, bodyCount: Int) throws(ProtocolError) {
        if let digit = Octet.hexValue(octet) {
            if digits == 0 { remaining = 0 }
            guard digits < ChunkedBody.sizeDigitsMax else { throw .malformedChunk }
            remaining = remaining << 4 | Int(digit)
            guard remaining <= limits.bodyBytesMax - bodyCount else { throw .bodyTooLarge }
            state = .size(digits: digits + 1)
            return
        }
        guard digits > 0 else { throw .malformedChunk }
        switch octet {
        case Octet.carriageReturn: state = .sizeLineFeed
        case Octet.semicolon: state = .extensionStart
        case Octet.space, Octet.tab: state = .beforeExtension
        default: throw .malformedChunk
        }
    }

    /// `*( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )`, §7.1.1.
    private mutating func readExtension(_ octet: UInt8) throws(ProtocolError) {
        let isWhitespace = Octet.isWhitespace(octet)
        switch (state, octet) {
        case (.beforeExtension, _) where isWhitespace, (.extensionStart, _) where isWhitespace,
            (.afterExtensionName, _) where isWhitespace, (.extensionValueStart, _) where isWhitespace,
            (.afterExtensionValue, _) where isWhitespace:
            break
        case (.beforeExtension, Octet.semicolon), (.extensionName, Octet.semicolon),
            (.afterExtensionName, Octet.semicolon), (.extensionValue, Octet.semicolon),
            (.afterExtensionValue, Octet.semicolon):
            state = .extensionStart
        case (.extensionStart, _) where OctetSet.token.contains(octet):
            state = .extensionName
        case (.extensionName, Octet.equals), (.afterExtensionName, Octet.equals):
            state = .extensionValueStart
        case (.extensionName, _) where isWhitespace:
            state = .afterExtensionName
        case (.extensionValueStart, Octet.quote):
            state = .quoted
        case (.extensionValueStart, _) where OctetSet.token.contains(octet):
            state = .extensionValue
        case (.extensionValue, _) where isWhitespace:
            state = .afterExtensionValue
        case (.extensionName, _) where OctetSet.token.contains(octet),
            (.extensionValue, _) where OctetSet.token.contains(octet):
            break
        case (.extensionName, Octet.carriageReturn), (.extensionValue, Octet.carriageReturn):
            state = .sizeLineFeed
        default:
            try readQuoted(octet)
        }
    }

    private mutating func readQuoted(_ octet: UInt8) throws(ProtocolError) {
        switch (state, octet) {
        case (.quoted, Octet.quote): state = .quotedEnd
        case (.quoted, Octet.backslash): state = .quotedPair
        case (.quoted, _) where Octet.isFieldContent(octet): break
        case (.quotedPair, _) where Octet.isFieldContent(octet): state = .quoted
        case (.quotedEnd, Octet.carriageReturn): state = .sizeLineFeed
        case (.quotedEnd, Octet.semicolon): state = .extensionStart
        case (.quotedEnd, Octet.space), (.quotedEnd, Octet.tab): state = .afterExtensionValue
        default: throw .malformedChunk
        }
    }

    /// `*( field-line CRLF ) CRLF`, checked as strictly as a header section.
    private mutating func readTrailer(_ octet: UInt8) throws(ProtocolError) {
        trailerBytes += 1
        guard trailerBytes <= limits.trailerBytesMax else { throw .trailersTooLarge }
        switch state {
        case .trailerStart where octet == Octet.carriageReturn:
            state = .lastLineFeed
        case .trailerStart where OctetSet.token.contains(octet):
            trailerLines += 1
            guard trailerLines <= limits.trailerLinesMax else { throw .trailersTooLarge }
            state = .trailerName
        case .trailerName where octet == Octet.colon:
            state = .trailerValue
        case .trailerName where OctetSet.token.contains(octet), .trailerValue where Octet.isFieldContent(octet):
            break
        case .trailerValue where octet == Octet.carriageReturn:
            state = .trailerLineFeed
        case .trailerLineFeed where octet == Octet.lineFeed:
            state = .trailerStart
        case .lastLineFeed where octet == Octet.lineFeed:
            state = .done
        default:
            throw .malformedField
        }
    }
}
