import Testing

@testable import Wire

/// The ways in which a parser gets its bytes: at once, one by one, and cut in two at every offset.
enum Cuts {
    static func all(of bytes: [UInt8]) -> [[[UInt8]]] {
        var cuts: [[[UInt8]]] = [[bytes], bytes.map { [$0] }]
        if bytes.count > 1 {
            for offset in 1..<bytes.count { cuts.append([Array(bytes[..<offset]), Array(bytes[offset...])]) }
        }
        return cuts
    }
}

func ascii(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}

/// The outcome of parsing a head, in a form that can be compared.
enum HeadResult: Equatable, CustomStringConvertible {
    case more
    case head(String, rest: Int)
    case refused(ProtocolError)

    var description: String {
        switch self {
        case .more: "more"
        case .head(let text, let rest): "\(text) +\(rest)"
        case .refused(let error): "\(error)"
        }
    }
}

/// Parses a head piece by piece. Each call gets all bytes since the head began, as from a connection.
func parseHead(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) -> (HeadResult, RequestHead?) {
    var parser = RequestParser(limits: limits)
    var received: [UInt8] = []
    let all = pieces.reduce(0) { $0 + $1.count }
    for piece in pieces {
        received += piece
        do throws(ProtocolError) {
            if case .head(let head, let byteCount) = try parser.parse(received.span) {
                return (.head(describe(head), rest: all - byteCount), head)
            }
        } catch {
            return (.refused(error), nil)
        }
    }
    return (.more, nil)
}

private func describe(_ head: RequestHead) -> String {
    let query = head.query.map { "?\(ascii($0))" } ?? ""
    let method = ascii(head.bytes[head.line.methodRange])
    return "\(method) \(ascii(head.path))\(query) 1.\(head.version) @\(head.host.map(ascii) ?? "-")"
}

/// Parses a head in every way of cutting it and expects the same outcome each time.
@discardableResult
func expectHead(
    _ bytes: [UInt8], _ expected: HeadResult, limits: HTTPLimits = HTTPLimits(),
    sourceLocation: SourceLocation = #_sourceLocation
) -> RequestHead? {
    var last: RequestHead?
    for pieces in Cuts.all(of: bytes) {
        let (result, head) = parseHead(pieces, limits: limits)
        last = head
        // The parser does not get the bytes after the head before the head is complete.
        #expect(result == expected, "cut \(pieces.map(\.count).prefix(3))", sourceLocation: sourceLocation)
        if result != expected { break }
    }
    return last
}

func soundHead(_ text: String) -> RequestHead? {
    parseHead([text.bytes]).1
}
