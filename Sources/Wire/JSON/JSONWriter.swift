/// Writes one JSON text, members in the order in which they are given, without blanks.
package struct JSONWriter: ~Copyable {
    package private(set) var bytes: [UInt8] = []
    /// Whether a comma has to stand before the next name or value.
    private var followsValue = false

    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Ends the text.
    package consuming func finish() -> [UInt8] { bytes }

    /// An object whose members `body` writes.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    /// An array whose items `body` writes.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    /// A member's name; its value has to follow.
    package mutating func name(_ name: StaticString) {
        let needsComma = followsValue
        name.withUTF8Buffer { name in
            // In one step, because each append to an array looks anew at who else holds it and at how much it can take.
            bytes.append(addingCapacity: name.count + 4) { out in
                if needsComma { out.append(UInt8(ascii: ",")) }
                out.append(UInt8(ascii: "\""))
                for byte in name { out.append(byte) }
                out.append(UInt8(ascii: "\""))
                out.append(UInt8(ascii: ":"))
            }
        }
        followsValue = false
    }

    /// A member's name that is not known beforehand.
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

    /// A text that is known to be UTF-8; without surrogates, since RFC 8259 §8.1 lets no other text out.
    package mutating func string(utf8 value: some Collection<UInt8>) {
        separate()
        quote(value)
        followsValue = true
    }

    /// A value that is JSON already.
    package mutating func raw(_ value: StaticString) {
        separate()
        value.withUTF8Buffer { bytes.append(contentsOf: $0) }
        followsValue = true
    }

    /// A value that is JSON already.
    package mutating func raw(bytes value: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
        followsValue = true
    }

    /// Begins an array or object that a later ``close(_:)`` ends, for walks that do not recurse.
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
        // A generic function is not specialized for callers in other modules, so it does nothing byte by byte itself.
        let isDone: Void? = value.withContiguousStorageIfAvailable { escape($0.span) }
        if isDone == nil { escape(Array(value).span) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Escapes what RFC 8259 §7 says must be, and nothing else, by the short form where the RFC has one; the stretches between
    /// are copied as a whole.
    private mutating func escape(_ value: Span<UInt8>) {
        var at = 0
        while true {
            let special = JSONString.firstSpecial(in: value, from: at)
            value.extracting(at..<special).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
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
    /// A member with a text of several parts, which `body` appends. Nothing of it becomes a string of its own first.
    package mutating func text(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        body(&self)
        bytes.append(UInt8(ascii: "\""))
        followsValue = true
    }

    /// A part of a text.
    package mutating func append(_ part: String) {
        escape(part.utf8.span)
    }

    /// A part of a text of which it is known that nothing in it needs an escape.
    package mutating func append(plain body: (inout [UInt8]) -> Void) {
        body(&bytes)
    }

    /// A member with a moment, or null.
    package mutating func member(_ name: StaticString, _ moment: Timestamp?, _ fraction: Timestamp.Fraction) {
        self.name(name)
        guard let moment else { return null() }
        bytes.append(UInt8(ascii: "\""))
        moment.appendRFC3339(fraction, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        followsValue = true
    }

    /// A member with a text, or null.
    package mutating func member(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    /// A member with an integer, or null.
    package mutating func member(_ name: StaticString, _ value: Int64?) {
        self.name(name)
        if let value { int(value) } else { null() }
    }

    /// A member with a truth value.
    package mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// A member that is an object.
    package mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        object(body)
    }

    /// A member that is an array.
    package mutating func array(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        array(body)
    }

    /// One object as a whole text.
    package static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.finish()
    }
}
