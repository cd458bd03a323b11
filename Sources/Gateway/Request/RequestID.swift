import Wire

/// The name by which one request is found in the log, on every answer as `X-Request-Id`.
enum RequestID {
    private static let plain = ByteSet("-._:/+=", withLettersAndDigits: true)

    /// The caller's own, if it sent a sane one, else a new one.
    static func of(_ head: RequestHead?, _ random: RandomPool) -> String {
        if let sent = head?.value(of: "x-request-id"), (1...128).contains(sent.count), sent.allSatisfy(isPlain) {
            return String(decoding: sent, as: UTF8.self)
        }
        return Base62.text("req_", random.word())
    }

    /// What can stand in a log, a header and a URL without being quoted.
    private static func isPlain(_ byte: UInt8) -> Bool {
        plain.contains(byte)
    }
}
