import Checkout
import Wire

/// The path of a route, split into segments at its slashes. A segment in braces stands for any segment that is not
/// empty. After a slash at the end there is an empty segment.
struct PathPattern: Sendable {
    private enum Segment: Equatable {
        case literal([UInt8])
        case parameter
    }

    private let segments: [Segment]
    /// The whole path, if it has no braces.
    private let literal: [UInt8]?
    private let style: PathStyle

    init(_ path: String, style: PathStyle) {
        self.style = style
        literal = path.contains("{") ? nil : Array(path.utf8)
        segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { $0.first == UInt8(ascii: "{") ? .parameter : .literal(Array($0)) }
    }

    var hasBraces: Bool { literal == nil }

    /// How many slashes a path of this form has, if it has no escapes.
    var slashes: Int { segments.count }

    /// The texts in place of the braces; nil if the path does not have this form.
    func parameters(in path: RequestPath) -> [[UInt8]]? {
        if let literal, !path.hasEscapes { return ASCII.equal(path.bytes.span, literal.span) ? [] : nil }
        let bytes = style == .starlette ? path.decoded : path.bytes
        if let literal, style == .starlette { return ASCII.equal(bytes.span, literal.span) ? [] : nil }
        guard bytes.first == UInt8(ascii: "/"), bytes.count(where: { $0 == UInt8(ascii: "/") }) == segments.count
        else { return nil }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var parameters: [[UInt8]] = []
        for (part, segment) in zip(parts, segments) {
            let part = style == .exact && path.hasEscapes ? PercentEncoding.decode(part) : Array(part)
            switch segment {
            case .literal(let literal):
                guard part == literal else { return nil }
            case .parameter:
                guard !part.isEmpty else { return nil }
                parameters.append(part)
            }
        }
        return parameters
    }

    /// Whether some path has both forms.
    func overlaps(_ other: PathPattern) -> Bool {
        segments.count == other.segments.count && zip(segments, other.segments).allSatisfy(Self.overlap)
    }

    private static func overlap(_ one: Segment, _ other: Segment) -> Bool {
        switch (one, other) {
        case (.parameter, .literal(let literal)), (.literal(let literal), .parameter): !literal.isEmpty
        default: one == other
        }
    }
}
