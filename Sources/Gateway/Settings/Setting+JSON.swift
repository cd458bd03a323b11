import Wire

extension Setting.Kind {
    /// A value of the file as it would be written outside the file; nil if it does not have the setting's type.
    func text(of value: JSON) -> String? {
        switch (self, value.kind) {
        case (_, .string): value.string
        case (.toggle, .true): "true"
        case (.toggle, .false): "false"
        case (.count, .integer), (.count, .float), (.seconds, .integer), (.seconds, .float):
            String(decoding: value.source, as: UTF8.self)
        case (.list, .array): Self.list(value)
        default: nil
        }
    }

    var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// A list of texts, none of which contains the separator that is used outside the file.
    private static func list(_ value: JSON) -> String? {
        var texts: [String] = []
        for element in value.elements {
            guard let text = element.string, !text.utf8.contains(UInt8(ascii: ",")) else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: ",")
    }
}
