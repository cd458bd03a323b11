import Wire

/// The values of a JSON text that hold no others, each by the names and places on the way to it: `data.checkout.id`.
struct BodyLeaves {
    private let names: [String]
    /// As they are written.
    private let values: [String: [UInt8]]
    /// The characters of those that are strings.
    let texts: [[UInt8]]

    /// - Parameter body: JSON; of anything else there are none.
    init(_ body: [UInt8]) {
        var names: [String] = []
        var values: [String: [UInt8]] = [:]
        var texts: [[UInt8]] = []
        let document = JSONDocument(body, grammar: .python)
        // A provider decides how deep its bodies are, and none is deeper than a few levels.
        func read(_ value: JSON, _ name: String) {
            let prefix = name.isEmpty ? "" : name + "."
            switch value.kind {
            case .object:
                for (member, value) in value.members { read(value, prefix + (member.string ?? "")) }
            case .array:
                for (place, value) in value.elements.enumerated() { read(value, prefix + String(place)) }
            default:
                names.append(name)
                values[name] = Array(value.source)
                if let text = value.wellFormedBytes { texts.append(Array(text)) }
            }
        }
        if document.fault == nil, let root = document.root { read(root, "") }
        (self.names, self.values, self.texts) = (names, values, texts)
    }

    /// Of those that say something, the names of the ones that another text has otherwise or not at all. `null` says
    /// nothing.
    func names(ofThoseChangedIn other: BodyLeaves) -> Set<String> {
        Set(names.filter { values[$0] != Array("null".utf8) && values[$0] != other.values[$0] })
    }

    /// Some of the names, in the order of the text.
    func inOrder(_ some: Set<String>) -> [String] {
        names.filter(some.contains)
    }
}
