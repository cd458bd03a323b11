/// The word that identifies a provider in paths, settings, the store and the log.
package struct ProviderName: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { text }
}
