import Wire

/// The id by which a request is found in the log. Every answer has it in `X-Request-Id`.
enum RequestID {
    private static let plain = ByteSet("-._:/+=", withLettersAndDigits: true)

    /// The caller's own id if it is valid, otherwise a new one.
    static func of(_ head: RequestHead?, _ random: RandomPool) -> String {
        if let sent = head?.value(of: "x-request-id"), (1...128).contains(sent.count), sent.allSatisfy(isPlain) {
            return String(decoding: sent, as: UTF8.self)
        }
        return Base62.text("req_", random.word())
    }

    /// Whether a byte can be in a log, a header and a URL without quotes or escapes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        plain.contains(byte)
    }
}
