import Providers

@testable import Gateway

extension Mask {
    /// The mask of a gateway with all providers.
    static let ofAll = Mask(Registry.types)

    /// A text as a timeline shows it.
    static func text(_ text: String, _ kind: Kind) -> String {
        ofAll.text(text.utf8.span, kind).map { String(decoding: $0, as: UTF8.self) } ?? text
    }
}
