/// The head of one request: method, target and ordered fields, all as ranges of one copy of the received bytes.
package struct RequestHead: Sendable {
    /// The location of one field line, as offsets in `bytes`. The value excludes the white space around it.
    struct Field: Sendable {
        let nameStart: UInt32
        let nameEnd: UInt32
        let valueStart: UInt32
        let valueEnd: UInt32
    }

    private static let rootPath: [UInt8] = [Byte.slash]
    private static let asteriskPath: [UInt8] = [Byte.asterisk]

    let bytes: [UInt8]
    let fields: [Field]
    let line: RequestLine
    private let hostRange: Range<Int>?

    /// The method of RFC 9110 §9.
    package let method: HTTPMethod

    init(bytes: [UInt8], fields: [Field], line: RequestLine, hostRange: Range<Int>?) {
        self.bytes = bytes
        self.fields = fields
        self.line = line
        self.hostRange = line.target.authority ?? hostRange
        method = line.method
    }

    /// The minor version: 0 for HTTP/1.0, 1 for HTTP/1.1.
    package var version: Int { line.minorVersion }

    /// The request target as the client sent it, in any of its forms.
    package var target: ArraySlice<UInt8> { bytes[line.targetRange] }

    /// The undecoded path of an origin-form or absolute-form target, never empty; `*` for `OPTIONS *`.
    package var path: ArraySlice<UInt8> {
        switch line.target.path {
        case .range(let range): bytes[range]
        case .root: RequestHead.rootPath[...]
        case .server: RequestHead.asteriskPath[...]
        }
    }

    /// The undecoded query without its `?`; nil when there is no `?`.
    package var query: ArraySlice<UInt8>? { line.target.query.map { bytes[$0] } }

    /// The host that the client addresses, with the port if the client named one: the authority of an absolute-form
    /// target, otherwise `Host` (RFC 9112 §3.2.2). Its syntax is valid. It is nil only in HTTP/1.0, or if the head was
    /// refused.
    package var host: ArraySlice<UInt8>? { hostRange.map { bytes[$0] } }

    /// The first value of a field, without white space around it. `lowercaseName` must be in lower case.
    package func value(of lowercaseName: StaticString) -> ArraySlice<UInt8>? {
        for field in fields where matches(field, lowercaseName) { return value(field) }
        return nil
    }

    /// The value of a field that has exactly one line, otherwise nil. `lowercaseName` must be in lower case.
    package func singleValue(of lowercaseName: StaticString) -> ArraySlice<UInt8>? {
        var found: Field?
        for field in fields where matches(field, lowercaseName) {
            if found != nil { return nil }
            found = field
        }
        return found.map(value)
    }

    /// All values of a field in the order received, one for each line. `lowercaseName` must be in lower case.
    package func values(of lowercaseName: StaticString) -> [ArraySlice<UInt8>] {
        var values: [ArraySlice<UInt8>] = []
        for field in fields where matches(field, lowercaseName) { values.append(value(field)) }
        return values
    }

    /// How many lines a field has. `lowercaseName` must be in lower case.
    package func count(of lowercaseName: StaticString) -> Int {
        var count = 0
        for field in fields where matches(field, lowercaseName) { count += 1 }
        return count
    }

    /// Calls `body` with the value of each line of a field, without copying it. `lowercaseName` must be in lower case.
    func forEach(_ lowercaseName: StaticString, _ body: (Span<UInt8>) -> Void) {
        for field in fields where matches(field, lowercaseName) {
            body(bytes.span.extracting(Int(field.valueStart)..<Int(field.valueEnd)))
        }
    }

    private func value(_ field: Field) -> ArraySlice<UInt8> {
        bytes[Int(field.valueStart)..<Int(field.valueEnd)]
    }

    @inline(__always)
    private func matches(_ field: Field, _ lowercaseName: StaticString) -> Bool {
        guard Int(field.nameEnd &- field.nameStart) == lowercaseName.utf8CodeUnitCount else { return false }
        return ASCII.equalIgnoringCase(
            bytes.span.extracting(Int(field.nameStart)..<Int(field.nameEnd)), lowercaseName)
    }
}
