/// The version of the program, as `checkout-gateway version` prints it.
enum Version {
    static let text = "0.1.0"
}
