@testable import Gateway

extension Mask {
    /// A text as it is shown.
    static func text(_ text: String, _ kind: Kind) -> String {
        Mask.text(text.utf8.span, kind).map { String(decoding: $0, as: UTF8.self) } ?? text
    }
}
