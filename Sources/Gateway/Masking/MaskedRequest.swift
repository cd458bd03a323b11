import Wire

/// The body of a create call with what ``Mask`` hides taken out of it, and everything else as it was written.
///
/// A walk without recursion, since the request decides its depth.
struct MaskedRequest {
    /// An array or object whose end was not reached.
    private struct Open {
        let isObject: Bool
        /// The node after it.
        let next: Int
        let kind: Mask.Kind
        /// What the member's name that was read last says, until its value was.
        var member: Mask.Kind?
    }

    private let document: JSONDocument
    private var out: [UInt8] = []
    /// All of the text before this is written.
    private var copied = 0
    private var stack: [Open] = []

    /// The text. One that is no JSON is nothing that a provider took, and is not shown.
    static func text(of document: JSONDocument) -> [UInt8] {
        guard document.fault == nil else { return Array(Mask.stars.utf8) }
        var request = MaskedRequest(document)
        for index in document.nodes.indices { request.take(index) }
        return request.out + document.text[request.copied...]
    }

    private init(_ document: JSONDocument) {
        self.document = document
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
            // A number hides a card's as little as a string does.
            put(value.source, kind, inPlaceOf: value)
        // Whether something is there tells nothing of anybody.
        case .null, .true, .false: break
        }
    }

    /// Writes a text as it is shown, unless that is as it is.
    private mutating func put(_ text: ArraySlice<UInt8>, _ kind: Mask.Kind, inPlaceOf value: JSON) {
        guard let shown = Mask.text(text.span, kind), !text.elementsEqual(shown) else { return }
        out += document.text[copied..<value.start]
        var writer = JSONWriter(capacity: shown.count + 2)
        writer.string(utf8: shown)
        out += writer.finish()
        copied = value.end
    }
}
