/// One value in a ``JSONDocument``.
package struct JSON: Sendable {
    /// The type of a value. Only the spelling distinguishes integers from floats: `1` and `1.0` differ.
    package enum Kind: UInt8, Sendable {
        case null, `false`, `true`, integer, float, string, array, object
    }

    package let document: JSONDocument
    /// The index in ``JSONDocument/nodes``.
    package let index: Int

    /// The value at an index of ``JSONDocument/nodes``.
    package init(_ document: JSONDocument, _ index: Int) {
        self.document = document
        self.index = index
    }

    private var node: JSONNode { document.nodes[index] }

    /// Whether this is an array or object whose contents are missing from ``document``, because it is an outline.
    private var isClosed: Bool { document.isOutline && index > 0 && (kind == .object || kind == .array) }

    /// The same value as the root of a document of its own.
    private var opened: JSON { JSON(JSONDocument(outlineOf: Array(source)), 0) }

    package var kind: Kind { node.kind }

    /// The offset of the first byte.
    package var start: Int { Int(node.start) }

    /// The offset after the last byte; the end of the text if the value was never closed.
    package var end: Int { node.end == 0 ? document.text.count : Int(node.end) }

    /// False for an array or object that was still open where the text ended or had a fault.
    package var isComplete: Bool { node.end != 0 }

    /// The text of the value, unchanged.
    package var source: ArraySlice<UInt8> { document.source(of: index) }

    package var isNull: Bool { kind == .null }

    /// The value of `true` or `false`; nil for any other value.
    package var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The characters of a string or a name without their escapes, in UTF-8; nil for any other value.
    package var stringBytes: ArraySlice<UInt8>? { document.characters(of: index) }

    /// The characters of a string; each lone surrogate is U+FFFD, because Swift's strings cannot hold one.
    package var string: String? {
        stringBytes.map(JSONString.text)
    }

    /// Whether this is a string of exactly these bytes. There is no Unicode normalization: two spellings of é are two
    /// names.
    package func isString(_ expected: StaticString) -> Bool {
        let node = node
        return node.kind == .string && expected.withUTF8Buffer { document.isString(node, $0.span) }
    }

    /// The elements of an array; empty for any other value.
    package var elements: Elements { Elements(of: self, .array) }

    /// The members of an object, duplicates included, in the order of the text; empty for any other value.
    package var members: Members { Members(of: self) }

    /// The value of the member with this name; of several, the last.
    package func member(_ name: StaticString) -> JSON? {
        if isClosed { return opened.member(name) }
        return document.lastMember(of: index, named: name).map { JSON(document, $0.value) }
    }

    /// As ``member(_:)``, for a name that is known only at run time.
    package func member(bytes name: some Sequence<UInt8>) -> JSON? {
        let wanted = Array(name)
        if isClosed { return opened.member(bytes: wanted) }
        return document.lastMember(of: index, named: wanted.span).map { JSON(document, $0.value) }
    }

    /// Iterates over the values directly inside an array, or over the names and values of an object alternately.
    package struct Elements: Sequence, IteratorProtocol {
        private let document: JSONDocument
        private var at: Int
        private let end: Int

        init(of value: JSON, _ kind: Kind) {
            let value = value.isClosed ? value.opened : value
            document = value.document
            let node = value.node
            at = value.index + 1
            // An array or object that is still open reaches to the last node that was read.
            end = node.kind == kind ? (node.next == 0 ? document.nodes.count : Int(node.next)) : at
        }

        package mutating func next() -> JSON? {
            guard at < end else { return nil }
            let value = JSON(document, at)
            let next = Int(document.nodes[at].next)
            at = next == 0 ? end : next
            return value
        }
    }

    /// Iterates over the members of an object.
    package struct Members: Sequence, IteratorProtocol {
        private var values: Elements

        init(of value: JSON) {
            values = Elements(of: value, .object)
        }

        package mutating func next() -> (name: JSON, value: JSON)? {
            // If the text broke off after a name, the name has no value.
            guard let name = values.next(), let value = values.next() else { return nil }
            return (name, value)
        }
    }
}
