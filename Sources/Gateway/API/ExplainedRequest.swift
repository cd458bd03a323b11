import Wire

/// A provider's request, described in the body of `explain` and read by the same parser as real requests.
struct ExplainedRequest {
    let owner: RoutingTable.Owner
    let request: Request

    /// Throws a problem with status 400 if the description is not a request.
    init(_ body: JSON, _ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) {
        guard let name = body.member("provider")?.string else { throw .badRequest("provider has to be a text.") }
        owner = try SessionsResource.owner(name, call)
        let method = try Self.text(body.member("method"), or: "POST", "method")
        guard let path = body.member("path")?.stringBytes, path.first == UInt8(ascii: "/") else {
            throw .badRequest("path has to be a text that begins with a slash.")
        }
        var lines = method + [0x20]
        // Below the provider's prefix, the request cannot belong to another provider.
        if !path.starts(with: "/\(name)/".utf8) { lines += Array("/\(name)".utf8) }
        lines += Array(path) + Array(" HTTP/1.1\r\n".utf8)
        let (fields, names) = try Self.fields(body.member("headers"))
        if !names.contains("host") { lines += Array("Host: gateway\r\n".utf8) }
        let content = body.member("body")
        if let content, content.kind != .string, !names.contains("content-type") {
            lines += Array("Content-Type: application/json\r\n".utf8)
        }
        lines += fields + Array("\r\n".utf8)
        var parser = RequestParser(limits: HTTPLimits())
        guard let outcome = try? parser.parse(lines.span), case .head(let head, let count) = outcome,
            count == lines.count
        else { throw .badRequest("method, path and headers make no HTTP request.") }
        // A text is the body itself; for any other value, its JSON is the body.
        let bytes = content.map { Array($0.stringBytes ?? $0.source) } ?? []
        request = Request(head: head, body: bytes)
    }

    private static func text(_ value: JSON?, or defaultText: String, _ name: String) throws(ProblemDetails) -> [UInt8] {
        guard let value else { return Array(defaultText.utf8) }
        guard let text = value.stringBytes else { throw .badRequest("\(name) has to be a text.") }
        return Array(text)
    }

    /// The field lines, and their names in lower case.
    private static func fields(_ value: JSON?) throws(ProblemDetails) -> (lines: [UInt8], names: Set<String>) {
        guard let value else { return ([], []) }
        guard value.kind == .object else { throw .badRequest("headers has to be an object of texts.") }
        var lines: [UInt8] = []
        var names: Set<String> = []
        for (name, value) in value.members {
            guard let name = name.stringBytes, let text = value.stringBytes else {
                throw .badRequest("headers has to be an object of texts.")
            }
            // A line end within a value would make two fields of one.
            guard (name + text).allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else {
                throw .badRequest("headers has a control character.")
            }
            lines += Array(name) + Array(": ".utf8) + Array(text) + Array("\r\n".utf8)
            names.insert(String(decoding: name.map(ASCII.lowercase), as: UTF8.self))
        }
        return (lines, names)
    }
}
