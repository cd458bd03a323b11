/// Why live credentials are refused.
package enum LiveMode {
    /// The sentence that refuses a live credential.
    package static let refusal = """
        live credentials are refused: no payment upstream is configured, and the gateway moves no money; \
        use test credentials.
        """
}
