import Wire

/// The fields of a form or of a query (`application/x-www-form-urlencoded`, WHATWG URL §5), read strictly.
///
/// What a browser never sends is refused and not repaired: broken escapes, text that is no UTF-8, a name that is there
/// twice, of which two readers might each take another.
package struct FormFields: Sendable {
    /// Why bytes are no form that the page would send.
    package enum Fault: Error, Equatable {
        case tooLarge
        case tooMany
        case unnamed
        case brokenEscape
        case notText
        case repeated
    }

    /// The page's own form takes less than a tenth of it.
    package static let bytesMax = 4_096
    static let fieldsMax = 16

    private var fields: [(name: [UInt8], value: [UInt8])] = []

    /// Reads all fields. Throws the ``Fault`` that comes first.
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

    /// Reads the fields of these names. Those who pass a link on add others, in spellings of their own, which say nothing
    /// here. Throws the ``Fault`` that comes first.
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

    /// The bytes of a field's value; nil where the form has none by this name.
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
