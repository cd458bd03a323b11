/// Why live credentials are not taken.
package enum LiveMode {
    /// The sentence that refuses one.
    package static let refusal = """
        live credentials are refused: no payment upstream is configured, and the gateway moves no money; \
        use test credentials.
        """
}
