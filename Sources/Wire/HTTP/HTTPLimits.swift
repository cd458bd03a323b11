/// Every bound on what one request may cost to read. All are counts of octets (`Bytes`) or of lines (`Lines`).
package struct HTTPLimits: Sendable, Equatable {
    /// The request line without its CRLF; beyond it 414. RFC 9112 §3 asks for at least 8,000.
    package var requestLineBytesMax = 16 * 1024

    /// Request line and header section with all line ends; beyond it 431. Large cookies and tokens fit, and 10,000
    /// connections that each send this much stay below a gigabyte.
    package var headBytesMax = 64 * 1024

    /// Field lines of a head; beyond it 431. Searching fields is linear, so their number must be small.
    package var fieldLinesMax = 128

    /// Empty lines before a request line; beyond it 400. RFC 9112 §2.2 asks to ignore at least one.
    package var leadingBlankLinesMax = 4

    /// Content of one request, by length or chunked; beyond it 413. A checkout session takes a few KiB.
    package var bodyBytesMax = 1024 * 1024

    /// Chunk extensions of one request taken together; beyond it 413. RFC 9112 §7.1.1 asks for a limit on the total,
    /// because extensions cost reading and carry nothing.
    package var chunkExtensionBytesMax = 4 * 1024

    /// The trailer section of one request; beyond it 431. Trailers are read and dropped.
    package var trailerBytesMax = 8 * 1024

    /// Field lines of a trailer section; beyond it 431.
    package var trailerLinesMax = 64

    /// Octets of further requests that are held while an answer is outstanding. Beyond it nothing more is read from
    /// the connection, so that a client that pipelines fills its own buffers and not ours.
    package var pipelinedBytesMax = 16 * 1024

    /// The defaults.
    package init() {}
}
