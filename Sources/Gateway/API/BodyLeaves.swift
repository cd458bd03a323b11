import Wire

/// The values of a JSON text that contain no other values, each with its path of names and indices: `data.checkout.id`.
struct BodyLeaves {
    private let names: [String]
    /// The JSON text of each value, by its path.
    private let values: [String: [UInt8]]
    /// The characters of the values that are strings.
    let texts: [[UInt8]]

    /// - Parameter body: JSON; another text has no values.
    init(_ body: [UInt8]) {
        var names: [String] = []
        var values: [String: [UInt8]] = [:]
        var texts: [[UInt8]] = []
        let document = JSONDocument(body, grammar: .python)
        // The recursion is bounded: providers' bodies are only a few levels deep.
        func read(_ value: JSON, _ name: String) {
            let prefix = name.isEmpty ? "" : name + "."
            switch value.kind {
            case .object:
                for (member, value) in value.members { read(value, prefix + (member.string ?? "")) }
            case .array:
                for (index, value) in value.elements.enumerated() { read(value, prefix + String(index)) }
            default:
                names.append(name)
                values[name] = Array(value.source)
                if let text = value.wellFormedBytes { texts.append(Array(text)) }
            }
        }
        if document.fault == nil, let root = document.root { read(root, "") }
        (self.names, self.values, self.texts) = (names, values, texts)
    }

    /// The paths whose value is not `null`, and differs in another text or is absent there.
    func names(ofThoseChangedIn other: BodyLeaves) -> Set<String> {
        Set(names.filter { values[$0] != Array("null".utf8) && values[$0] != other.values[$0] })
    }

    /// The given paths, in the order of the text.
    func inOrder(_ some: Set<String>) -> [String] {
        names.filter(some.contains)
    }
}
