@testable import Gateway

extension Mask {
    /// A text as a timeline shows it.
    static func text(_ text: String, _ kind: Kind) -> String {
        Mask.text(text.utf8.span, kind).map { String(decoding: $0, as: UTF8.self) } ?? text
    }
}
