import Wire

/// The messages of a running gateway to its operators: lines on standard error, each with its time (RFC 3339, UTC),
/// because many are read long after they were written.
package enum ServerLog {
    /// Writes one sentence as a line.
    package static func say(_ sentence: String) {
        Console.complain(line(sentence))
    }

    /// One sentence as a line. The time is the machine's, even if a sandbox has put its clock forward.
    static func line(_ sentence: String) -> String {
        "\(SystemClock().now.rfc3339(.milliseconds)) checkout-gateway: \(sentence)"
    }
}
