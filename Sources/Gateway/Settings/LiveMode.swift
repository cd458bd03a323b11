/// Why live credentials are not taken.
enum LiveMode {
    static let refusal = """
        live credentials are refused: no payment upstream is configured, and the gateway moves no money; \
        use test credentials.
        """
}
