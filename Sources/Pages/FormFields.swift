import Wire

/// The fields of a form or a query (`application/x-www-form-urlencoded`, WHATWG URL §5), read strictly.
///
/// Input that a browser never sends is refused and not repaired: broken escapes, text that is not UTF-8, and a repeated
/// name, of which two readers might take different values.
package struct FormFields: Sendable {
    /// Why bytes are not a form that the page would send.
    package enum Fault: Error, Equatable {
        case tooLarge
        case tooMany
        case unnamed
        case brokenEscape
        case notText
        case repeated
    }

    /// The page's own forms take less than a tenth of it.
    package static let bytesMax = 4_096
    static let fieldsMax = 16

    private var fields: [(name: [UInt8], value: [UInt8])] = []

    /// Reads all fields. Throws the first ``Fault``.
    package init(_ bytes: ArraySlice<UInt8>) throws(Fault) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        guard !bytes.isEmpty else { return }
        for part in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try Self.decode(part[..<end])
            let value = try Self.decode(part[end...].dropFirst())
            guard !name.isEmpty else { throw .unnamed }
            guard !fields.contains(where: { $0.name == name }) else { throw .repeated }
            guard fields.count < Self.fieldsMax else { throw .tooMany }
            fields.append((name, value))
        }
    }

    /// Reads the fields with these names. Sites that pass a link on may add others, in spellings of their own, which
    /// are ignored. Throws the first ``Fault``.
    init(query bytes: ArraySlice<UInt8>, names: [StaticString]) throws(Fault) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            guard let name = try? Self.decode(part[..<end]), names.contains(where: { ASCII.equal(name[...], $0) })
            else { continue }
            guard !fields.contains(where: { $0.name == name }) else { throw .repeated }
            fields.append((name, try Self.decode(part[end...].dropFirst())))
        }
    }

    /// The bytes of a field's value; nil if the form does not have the field.
    package subscript(_ name: StaticString) -> [UInt8]? {
        fields.first { ASCII.equal($0.name[...], name) }?.value
    }

    private static func decode(_ text: ArraySlice<UInt8>) throws(Fault) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(ASCII.hexDigit),
                    let low = rest.popFirst().flatMap(ASCII.hexDigit)
                else { throw .brokenEscape }
                out.append(high << 4 | low)
            default:
                out.append(byte)
            }
        }
        guard UTF8Validation.firstFault(in: out, allowingSurrogates: false) == nil else { throw .notText }
        return out
    }
}
