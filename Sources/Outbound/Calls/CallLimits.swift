/// The bounds of one call.
package struct CallLimits: Sendable, Equatable {
    /// From the start of the call until its connection is ready, TLS included, in milliseconds.
    package var connectMilliseconds = 5_000
    /// From the start of the call to the last byte of its answer, in milliseconds. An answer that trickles is cut by
    /// it.
    package var wholeMilliseconds = 15_000
    /// Bytes of content that are kept; the rest is not read.
    package var bodyBytesMax = 16 * 1024
    /// Fields of the answer that are kept; the rest is dropped.
    package var fieldsMax = 64
    /// Bytes of names and values that are kept; fields beyond them are dropped.
    package var fieldBytesMax = 16 * 1024
    /// Bytes of all heads of an answer; the call fails when a server sends more.
    package var headBytesMax = 64 * 1024

    /// The defaults.
    package init() {}
}
