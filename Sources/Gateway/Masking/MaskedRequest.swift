import Wire

/// The body of a create call, masked by ``Mask`` and otherwise unchanged.
///
/// The walk is not recursive, because the request decides its depth.
struct MaskedRequest {
    /// An array or object that is still open.
    private struct Open {
        let isObject: Bool
        /// The index of the node after it.
        let next: Int
        let kind: Mask.Kind
        /// The kind of the last member name that was read, until its value was read.
        var member: Mask.Kind?
    }

    private let document: JSONDocument
    private let mask: Mask
    private var out: [UInt8] = []
    /// The text before this index is written.
    private var copied = 0
    private var stack: [Open] = []

    /// The masked text. A text that is not JSON is not shown, because no provider accepts it.
    static func text(of document: JSONDocument, _ mask: Mask) -> [UInt8] {
        guard document.fault == nil else { return Array(Mask.stars.utf8) }
        var request = MaskedRequest(document, mask)
        for index in document.nodes.indices { request.take(index) }
        return request.out + document.text[request.copied...]
    }

    private init(_ document: JSONDocument, _ mask: Mask) {
        self.document = document
        self.mask = mask
    }

    private mutating func take(_ index: Int) {
        while let last = stack.last, last.next == index { stack.removeLast() }
        let value = JSON(document, index)
        if let top = stack.last, top.isObject, top.member == nil {
            let name = value.wellFormedBytes ?? []
            stack[stack.count - 1].member = Mask.kind(of: name.span, within: top.kind)
            return put(name, .plain, inPlaceOf: value)
        }
        let kind = stack.last.map { $0.member ?? $0.kind } ?? .plain
        if !stack.isEmpty { stack[stack.count - 1].member = nil }
        switch value.kind {
        case .object, .array:
            let next = Int(document.nodes[index].next)
            stack.append(Open(isObject: value.kind == .object, next: next, kind: kind))
        case .string:
            put(value.wellFormedBytes ?? [], kind, inPlaceOf: value)
        case .integer, .float:
            // A card number may be a number too, not only a string.
            put(value.source, kind, inPlaceOf: value)
        // These values say nothing about a person.
        case .null, .true, .false: break
        }
    }

    /// Writes a text masked, if masking changes it.
    private mutating func put(_ text: ArraySlice<UInt8>, _ kind: Mask.Kind, inPlaceOf value: JSON) {
        guard let shown = mask.text(text.span, kind), !text.elementsEqual(shown) else { return }
        out += document.text[copied..<value.start]
        var writer = JSONWriter(capacity: shown.count + 2)
        writer.string(utf8: shown)
        out += writer.finish()
        copied = value.end
    }
}
