/// The version of the program, as `checkout-gateway version` prints it.
package enum Version {
    /// Three numbers with dots between them (Semantic Versioning 2.0.0).
    package static let text = "0.1.0"
}
