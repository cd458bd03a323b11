import Wire

/// The part that two JSON texts of one form have in common: the first text without the members and elements that
/// differ.
struct CommonMembers {
    /// An empty object if one of the texts is not a JSON object.
    let text: JSONText
    /// Whether anything was left out.
    let isLess: Bool

    init(_ first: [UInt8], _ second: [UInt8]) {
        let documents = (JSONDocument(first, grammar: .python), JSONDocument(second, grammar: .python))
        guard documents.0.fault == nil, documents.1.fault == nil, let one = documents.0.root,
            let other = documents.1.root, one.kind == .object, other.kind == .object
        else {
            (text, isLess) = (JSONText { _ in }, true)
            return
        }
        var json = JSONWriter(capacity: first.count)
        var isLess = false
        Self.write(one, other, to: &json, &isLess)
        text = JSONText(json)
        self.isLess = isLess
    }

    private static func write(_ one: JSON, _ other: JSON, to json: inout JSONWriter, _ isLess: inout Bool) {
        if one.kind == .object {
            json.open(UInt8(ascii: "{"))
            for ((name, value), (_, changed)) in zip(one.members, other.members) {
                guard let inner = common(value, changed, &isLess) else { continue }
                json.name(bytes: name.stringBytes ?? [])
                json.value(inner)
            }
            json.close(UInt8(ascii: "}"))
        } else {
            json.open(UInt8(ascii: "["))
            for (value, changed) in zip(one.elements, other.elements) {
                if let inner = common(value, changed, &isLess) { json.value(inner) }
            }
            json.close(UInt8(ascii: "]"))
        }
    }

    /// The part that two values have in common; nil if they have nothing in common.
    private static func common(_ one: JSON, _ other: JSON, _ isLess: inout Bool) -> JSONText? {
        if one.source.elementsEqual(other.source) { return JSONText(one.document, one.index) }
        guard one.kind == other.kind, one.kind == .object || one.kind == .array else {
            isLess = true
            return nil
        }
        var json = JSONWriter()
        write(one, other, to: &json, &isLess)
        return JSONText(json)
    }
}
