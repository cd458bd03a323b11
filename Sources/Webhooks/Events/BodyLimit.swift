import Wire

/// The bound on the bodies of events.
package enum BodyLimit {
    /// Bytes of the longest body that is sent whole.
    package static let bytesMax = 256 * 1_024

    /// The body with everything in it or, if that is too long, the body without the parts that a caller can make long.
    ///
    /// - Parameter body: makes the body, whole or short.
    static func bounded(_ body: (_ isWhole: Bool) -> [UInt8]) -> [UInt8] {
        let whole = body(true)
        return whole.count <= bytesMax ? whole : body(false)
    }
}

extension JSONText {
    /// An object without some of its members, and the names of those it had. Any other value has no members.
    func without(_ names: [String]) -> (text: JSONText, removed: [String]) {
        let root = JSON(JSONDocument(outlineOf: bytes), 0)
        guard root.kind == .object else { return (self, []) }
        var removed: [String] = []
        let text = JSONText { json in
            for (name, value) in root.members {
                let bytes = name.stringBytes ?? []
                if let found = names.first(where: { bytes.elementsEqual($0.utf8) }) {
                    if !removed.contains(found) { removed.append(found) }
                } else if let value = JSONText(parsing: Array(value.source)) {
                    json.name(bytes: bytes)
                    json.value(value)
                }
            }
        }
        return (text, removed)
    }
}
