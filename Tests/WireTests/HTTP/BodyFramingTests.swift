import Testing
import Wire

@Suite struct `Body framing` {
    private func framing(_ fields: String, version: String = "1.1") throws -> Result<BodyFraming, ProtocolError> {
        let head = try #require(soundHead("POST / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n"))
        return Result { () throws(ProtocolError) in try BodyFraming(head, limits: HTTPLimits()) }
    }

    @Test(
        arguments: [
            ("", .none), ("Content-Length: 0\r\n", .none), ("Content-Length: 32\r\n", .length(32)),
            ("Content-Length:  \t 32 \r\n", .length(32)), ("content-LENGTH: 0032\r\n", .length(32)),
            ("Content-Length: 1048576\r\n", .length(1_048_576)), ("Transfer-Encoding: chunked\r\n", .chunked),
            ("Transfer-Encoding:\tCHUNKED\t \r\n", .chunked), ("Content_Length: 5\r\n", .none),
            ("Transfer_Encoding: chunked\r\n", .none),
            ("Content-Length: \(String(repeating: "0", count: 40))7\r\n", .length(7)),
        ] as [(String, BodyFraming)])
    func `is found where there is no doubt`(fields: String, expected: BodyFraming) throws {
        #expect(try framing(fields) == .success(expected))
    }

    @Test(arguments: [
        "", "  ", "-32", "-0", "+32", "0x20", "3 2", "32abc", "abc", "32e0", "32;", "\"32\"", "32,", ",32", "32, 32",
        "32, 5", "\u{FF13}",
        "\u{a0}32", "0o40", "32.0", "1_000", "99999999999999999999x",
    ])
    func `refuses lengths that are not digits alone`(value: String) throws {
        #expect(try framing("Content-Length: \(value)\r\n") == .failure(.invalidContentLength))
    }

    @Test func `accepts only digits as a length`() throws {
        for byte in UInt8.min...UInt8.max where byte == 9 || (byte >= 0x20 && byte != 0x7F) {
            let bytes = "POST / HTTP/1.0\r\nContent-Length: 1".bytes + [byte] + "2\r\n\r\n".bytes
            let head = try #require(parseHead([bytes]).1)
            let result = Result { () throws(ProtocolError) in try BodyFraming(head, limits: HTTPLimits()) }
            let digit = (0x30...0x39).contains(byte) ? Int(byte - 0x30) : nil
            #expect(result == (digit.map { .success(.length(102 + $0 * 10)) } ?? .failure(.invalidContentLength)))
        }
    }

    @Test(arguments: [
        "1048577", "4294967328", "9223372036854775807", "9223372036854775808", "18446744073709551648",
        "1111111111111111111111111111111111111111",
    ])
    func `refuses lengths beyond the bound, however large`(value: String) throws {
        #expect(try framing("Content-Length: \(value)\r\n") == .failure(.bodyTooLarge))
    }

    @Test func `refuses repeated lengths, equal or not`() throws {
        #expect(try framing("Content-Length: 5\r\nContent-Length: 5\r\n") == .failure(.invalidContentLength))
        #expect(try framing("Content-Length: 0\r\nContent-Length: 35\r\n") == .failure(.invalidContentLength))
    }

    @Test(
        arguments: [
            ("chunked, gzip", .invalidTransferEncoding), ("chunked, chunked", .invalidTransferEncoding),
            ("", .invalidTransferEncoding),
            (",chunked", .invalidTransferEncoding), ("chunked,", .invalidTransferEncoding),
            (",", .invalidTransferEncoding),
            ("chun ked", .invalidTransferEncoding), ("chunked;q=1", .invalidTransferEncoding),
            ("\"chunked\"", .invalidTransferEncoding),
            ("\u{a0}chunked", .invalidTransferEncoding),
            ("chunked\r\nTransfer-Encoding: chunked", .invalidTransferEncoding),
            ("chunked\r\nTransfer-Encoding: identity", .invalidTransferEncoding), ("gzip", .transferCodingUnsupported),
            ("gzip, chunked", .transferCodingUnsupported), ("identity", .transferCodingUnsupported),
            ("xchunked", .transferCodingUnsupported),
            ("chunkedx", .transferCodingUnsupported), ("'chunked'", .transferCodingUnsupported),
            ("cow\r\nTransfer-Encoding: chunked", .transferCodingUnsupported),
        ] as [(String, ProtocolError)])
    func `refuses every transfer coding except one chunked`(value: String, expected: ProtocolError) throws {
        #expect(try framing("Transfer-Encoding: \(value)\r\n") == .failure(expected))
    }

    @Test func `refuses both framings together, in either order`() throws {
        let (length, coding) = ("Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n")
        #expect(try framing(length + coding) == .failure(.conflictingFraming))
        #expect(try framing(coding + length) == .failure(.conflictingFraming))
    }

    @Test func `refuses transfer codings in HTTP/1.0`() throws {
        #expect(try framing("Transfer-Encoding: chunked\r\n", version: "1.0") == .failure(.invalidTransferEncoding))
    }
}
