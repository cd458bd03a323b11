/// Writes one JSON text without white space, with the members in the order of the calls.
package struct JSONWriter: ~Copyable {
    package private(set) var bytes: [UInt8] = []
    /// Whether the next name or value needs a comma before it.
    private var followsValue = false

    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// The finished text.
    package consuming func finish() -> [UInt8] { bytes }

    /// Writes an object; `body` writes its members.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array; `body` writes its elements.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a member's name; the caller writes its value next.
    package mutating func name(_ name: StaticString) {
        member(name, valueBytesMax: 0) { _ in }
        followsValue = false
    }

    /// Writes a member's name and value in one append. `value` writes at most so many bytes.
    @inline(__always)
    private mutating func member(
        _ name: StaticString, valueBytesMax: Int, _ value: (inout OutputSpan<UInt8>) -> Void
    ) {
        let needsComma = followsValue
        bytes.append(addingCapacity: name.utf8CodeUnitCount + 4 + valueBytesMax) { out in
            if needsComma { out.append(",") }
            out.append("\"")
            out.append(name)
            out.append("\":")
            value(&out)
        }
        followsValue = true
    }

    /// As ``name(_:)``, for a name that is known only at run time.
    package mutating func name(bytes name: some Collection<UInt8>) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        followsValue = false
    }

    package mutating func null() { raw("null") }

    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    package mutating func int(_ value: Int64) {
        separate()
        Decimal.append(value, to: &bytes)
        followsValue = true
    }

    package mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        escape(value.utf8.span)
        bytes.append(UInt8(ascii: "\""))
        followsValue = true
    }

    /// Writes a string. The caller has checked that it is UTF-8 without surrogates, because RFC 8259 §8.1 allows no
    /// other text.
    package mutating func string(utf8 value: some Collection<UInt8>) {
        separate()
        quote(value)
        followsValue = true
    }

    /// Writes a value by its JSON text, which is a literal of the program.
    package mutating func raw(_ value: StaticString) {
        separate()
        bytes.append(addingCapacity: value.utf8CodeUnitCount) { $0.append(value) }
        followsValue = true
    }

    /// Writes a value that is JSON already.
    package mutating func value(_ text: JSONText) {
        separate()
        bytes.append(text.bytes.span)
        followsValue = true
    }

    /// Writes a number of any size by its text, or null if the text is not a number of RFC 8259 §6.
    package mutating func number(_ text: ArraySlice<UInt8>) {
        let text = text.span
        guard let number = JSONNumber.extent(in: text, from: 0), number.end == text.count else { return null() }
        separate()
        bytes.append(text)
        followsValue = true
    }

    /// Begins an array or object that a later ``close(_:)`` ends, for code that does not recurse.
    package mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        followsValue = false
    }

    /// Ends what ``open(_:)`` began.
    package mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        followsValue = true
    }

    private mutating func separate() {
        if followsValue { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ value: some Collection<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        // The compiler does not specialize a generic function for other modules, so this one has no loop over bytes.
        let isDone: Void? = value.withContiguousStorageIfAvailable { escape($0.span) }
        if isDone == nil { escape(Array(value).span) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Escapes only the characters that RFC 8259 §7 requires to be escaped, by the short form where the RFC has one.
    /// The stretches between them are copied as a whole.
    private mutating func escape(_ value: Span<UInt8>) {
        var at = 0
        while true {
            let special = JSONString.firstSpecial(in: value, from: at)
            bytes.append(value.extracting(at..<special))
            if special == value.count { return }
            escape(value[special])
            at = special + 1
        }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        default:
            bytes.append(contentsOf: [0x75, 0x30, 0x30])
            Hex.append(byte, to: &bytes)
        }
    }
}

extension JSONWriter {
    /// Writes a member whose value is a string of several parts. `body` appends them one by one, without a `String` for
    /// the whole.
    package mutating func text(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        body(&self)
        bytes.append(UInt8(ascii: "\""))
        followsValue = true
    }

    /// Appends a part of a string and escapes it.
    package mutating func append(_ part: String) {
        escape(part.utf8.span)
    }

    /// Appends a part of a string that needs no escape, which the caller guarantees.
    package mutating func append(plain body: (inout [UInt8]) -> Void) {
        body(&bytes)
    }

    /// Writes a member that is a moment, or null.
    package mutating func member(_ name: StaticString, _ moment: Timestamp?, _ fraction: Timestamp.Fraction) {
        guard let moment else { return member(name, valueBytesMax: 4) { $0.append("null") } }
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        moment.appendRFC3339(fraction, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        followsValue = true
    }

    /// Writes a member that is a string, or null.
    package mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return member(name, valueBytesMax: 4) { $0.append("null") } }
        let text = value.utf8.span
        guard JSONString.firstSpecial(in: text, from: 0) == text.count else {
            self.name(name)
            return string(value)
        }
        member(name, valueBytesMax: text.count + 2) { out in
            out.append("\"")
            out.append(text)
            out.append("\"")
        }
    }

    /// Writes a member that is an integer, or null.
    package mutating func member(_ name: StaticString, _ value: Int64?) {
        guard let value else { return member(name, valueBytesMax: 4) { $0.append("null") } }
        self.name(name)
        int(value)
    }

    /// Writes a member that is `true` or `false`.
    package mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// Writes a member that is an object.
    package mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        object(body)
    }

    /// Writes a member that is an array.
    package mutating func array(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        array(body)
    }

    /// A text that consists of one object; `body` writes its members.
    package static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.finish()
    }
}
