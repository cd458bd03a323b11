import Wire

/// The form of a setting's texts, with their bounds. Flags, environment and file all give texts of this form.
enum SettingForm: Sendable {
    case text
    /// `on` or `off`; `true` and `false` mean the same.
    case toggle
    case count(ClosedRange<Int>, unit: String)
    /// Seconds, with up to three decimals.
    case seconds(ClosedRange<Int>)
    /// Texts, separated by commas outside the file.
    case list

    /// The allowed texts, for the help and for error messages.
    var rule: String {
        switch self {
        case .text: "text"
        case .toggle: "on or off"
        case .count(let range, let unit):
            "\(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
        case .seconds(let range): "\(range.lowerBound) to \(range.upperBound) seconds"
        case .list: "list, separated by commas"
        }
    }

    /// The allowed values in the file, for error messages.
    var ruleOfFile: String {
        if case .list = self { "a list of texts without commas" } else { rule }
    }

    /// Whether a text has this form.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .text, .list: !text.utf8.contains(0)
        case .toggle: Self.toggle(text) != nil
        case .count(let range, _): ASCII.natural(text.utf8.span).map(range.contains) ?? false
        case .seconds(let range): Self.duration(text).map { Self.durations(range).contains($0) } ?? false
        }
    }

    private static func durations(_ seconds: ClosedRange<Int>) -> ClosedRange<Duration> {
        .seconds(seconds.lowerBound)...(.seconds(seconds.upperBound))
    }

    /// `on`, `off`, `true` or `false`, in letters of either case; nil for another text.
    static func toggle(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "on", "true": true
        case "off", "false": false
        default: nil
        }
    }

    /// Seconds with up to three decimals; nil for another text.
    static func duration(_ text: String) -> Duration? {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = ASCII.natural(parts[0]), whole < 1_000_000_000 else { return nil }
        guard parts.count == 2 else { return .seconds(whole) }
        guard (1...3).contains(parts[1].count), let fraction = ASCII.natural(parts[1]) else { return nil }
        return .seconds(whole) + .milliseconds(fraction * [100, 10, 1][parts[1].count - 1])
    }

    /// The entries of a list, without blanks around them; none for an empty text.
    static func entries(_ text: String) -> [ArraySlice<UInt8>] {
        if text.isEmpty { return [] }
        return Array(text.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map(ASCII.trimmed)
    }
}

extension SettingForm {
    /// A value of the file as it would be written outside the file; nil if it does not have this form's type.
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

    /// A list of texts; nil if one contains the separator that is used outside the file.
    private static func list(_ value: JSON) -> String? {
        var texts: [String] = []
        for element in value.elements {
            guard let text = element.string, !text.utf8.contains(UInt8(ascii: ",")) else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: ",")
    }
}

extension Duration {
    /// In whole milliseconds, as the settings give it.
    var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
