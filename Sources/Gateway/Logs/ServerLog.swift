import Wire

/// What the gateway that serves says to those who run it: lines on standard error, each with its time (RFC 3339, UTC), because
/// many are read long after they were written.
package enum ServerLog {
    /// Writes one sentence as a line.
    package static func say(_ sentence: String) {
        Console.complain(line(sentence))
    }

    /// One sentence as a line. The time is the machine's, also where a sandbox has put its clock forward.
    static func line(_ sentence: String) -> String {
        "\(SystemClock().now.rfc3339(.milliseconds)) checkout-gateway: \(sentence)"
    }
}
