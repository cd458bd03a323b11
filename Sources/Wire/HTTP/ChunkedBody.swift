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

    private mutating func readFraming(_ byte: UInt8, bodyCount: Int) throws(ProtocolError) {
        switch state {
        case .size(let digits):
            try readSize(byte, digits: digits, bodyCount: bodyCount)
        case .sizeLineFeed:
            guard byte == Byte.lineFeed else { throw .malformedChunk }
            state = remaining == 0 ? .trailerStart : .data
        case .dataCarriageReturn:
            guard byte == Byte.carriageReturn else { throw .malformedChunk }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == Byte.lineFeed else { throw .malformedChunk }
            state = .size(digits: 0)
        default:
            extensionBytes += 1
            guard extensionBytes <= limits.chunkExtensionBytesMax else { throw .chunkExtensionsTooLarge }
            try readExtension(byte)
        }
    }

    /// `1*HEXDIG`. The size is compared with the bound after each digit, so that it cannot overflow.
    private mutating func readSize(_ byte: UInt8, digits: Int, bodyCount: Int) throws(ProtocolError) {
        if let digit = Byte.hexValue(byte) {
            if digits == 0 { remaining = 0 }
            guard digits < ChunkedBody.sizeDigitsMax else { throw .malformedChunk }
            remaining = remaining << 4 | Int(digit)
            guard remaining <= limits.bodyBytesMax - bodyCount else { throw .bodyTooLarge }
            state = .size(digits: digits + 1)
            return
        }
        guard digits > 0 else { throw .malformedChunk }
        switch byte {
        case Byte.carriageReturn: state = .sizeLineFeed
        case Byte.semicolon: state = .extensionStart
        case Byte.space, Byte.tab: state = .beforeExtension
        default: throw .malformedChunk
        }
    }

    /// `*( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )`, §7.1.1.
    private mutating func readExtension(_ byte: UInt8) throws(ProtocolError) {
        let isWhitespace = Byte.isWhitespace(byte)
        switch (state, byte) {
        case (.beforeExtension, _) where isWhitespace, (.extensionStart, _) where isWhitespace,
            (.afterExtensionName, _) where isWhitespace, (.extensionValueStart, _) where isWhitespace,
            (.afterExtensionValue, _) where isWhitespace:
            break
        case (.beforeExtension, Byte.semicolon), (.extensionName, Byte.semicolon),
            (.afterExtensionName, Byte.semicolon), (.extensionValue, Byte.semicolon),
            (.afterExtensionValue, Byte.semicolon):
            state = .extensionStart
        case (.extensionStart, _) where ByteSet.token.contains(byte):
            state = .extensionName
        case (.extensionName, Byte.equals), (.afterExtensionName, Byte.equals):
            state = .extensionValueStart
        case (.extensionName, _) where isWhitespace:
            state = .afterExtensionName
        case (.extensionValueStart, Byte.quote):
            state = .quoted
        case (.extensionValueStart, _) where ByteSet.token.contains(byte):
            state = .extensionValue
        case (.extensionValue, _) where isWhitespace:
            state = .afterExtensionValue
        case (.extensionName, _) where ByteSet.token.contains(byte),
            (.extensionValue, _) where ByteSet.token.contains(byte):
            break
        case (.extensionName, Byte.carriageReturn), (.extensionValue, Byte.carriageReturn):
            state = .sizeLineFeed
        default:
            try readQuoted(byte)
        }
    }

    private mutating func readQuoted(_ byte: UInt8) throws(ProtocolError) {
        switch (state, byte) {
        case (.quoted, Byte.quote): state = .quotedEnd
        case (.quoted, Byte.backslash): state = .quotedPair
        case (.quoted, _) where Byte.isFieldContent(byte): break
        case (.quotedPair, _) where Byte.isFieldContent(byte): state = .quoted
        case (.quotedEnd, Byte.carriageReturn): state = .sizeLineFeed
        case (.quotedEnd, Byte.semicolon): state = .extensionStart
        case (.quotedEnd, Byte.space), (.quotedEnd, Byte.tab): state = .afterExtensionValue
        default: throw .malformedChunk
        }
    }

    /// `*( field-line CRLF ) CRLF`, checked as strictly as a header section.
    private mutating func readTrailer(_ byte: UInt8) throws(ProtocolError) {
        trailerBytes += 1
        guard trailerBytes <= limits.trailerBytesMax else { throw .trailersTooLarge }
        switch state {
        case .trailerStart where byte == Byte.carriageReturn:
            state = .lastLineFeed
        case .trailerStart where ByteSet.token.contains(byte):
            trailerLines += 1
            guard trailerLines <= limits.trailerLinesMax else { throw .trailersTooLarge }
            state = .trailerName
        case .trailerName where byte == Byte.colon:
            state = .trailerValue
        case .trailerName where ByteSet.token.contains(byte), .trailerValue where Byte.isFieldContent(byte):
            break
        case .trailerValue where byte == Byte.carriageReturn:
            state = .trailerLineFeed
        case .trailerLineFeed where byte == Byte.lineFeed:
            state = .trailerStart
        case .lastLineFeed where byte == Byte.lineFeed:
            state = .done
        default:
            throw .malformedField
        }
    }
}
