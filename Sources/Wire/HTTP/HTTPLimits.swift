/// The bounds on what the server reads for one request, in bytes (`Bytes`) or in lines (`Lines`).
package struct HTTPLimits: Sendable, Equatable {
    /// The request line without its CRLF; the answer to a longer one is 414. RFC 9112 §3 asks for at least 8,000.
    package var requestLineBytesMax = 16 * 1024

    /// Request line and header section with all line ends; the answer to a larger head is 431. Large cookies and tokens
    /// fit, and 10,000 connections that each send this much need less than a gigabyte.
    package var headBytesMax = 64 * 1024

    /// Field lines of a head; the answer to more is 431. The search for a field is linear, so their number must be
    /// small.
    package var fieldLinesMax = 128

    /// Empty lines before a request line; the answer to more is 400. RFC 9112 §2.2 asks to ignore at least one.
    package var leadingBlankLinesMax = 4

    /// Content of one request, by length or chunked; the answer to more is 413. A checkout session takes a few KiB.
    package var bodyBytesMax = 1024 * 1024

    /// All chunk extensions of one request together; the answer to more is 413. RFC 9112 §7.1.1 asks for a limit on the
    /// total: reading them costs time, and the server uses none of them.
    package var chunkExtensionBytesMax = 4 * 1024

    /// The trailer section of one request; the answer to a larger one is 431. Trailers are read and dropped.
    package var trailerBytesMax = 8 * 1024

    /// Field lines of a trailer section; the answer to more is 431.
    package var trailerLinesMax = 64

    /// Bytes of further requests that the server holds while an answer is outstanding. At this bound it stops reading
    /// from the connection, so that a client that pipelines fills its own buffers and not the server's.
    package var pipelinedBytesMax = 16 * 1024

    /// The defaults.
    package init() {}
}
