import Wire

extension HTTPMethod {
    /// Whether a route with this method answers requests with another one. RFC 9110 §9.3.2: HEAD is GET without the
    /// content.
    func takes(_ asked: HTTPMethod) -> Bool {
        self == asked || self == .get && asked == .head
    }

    /// The methods that a route with this method adds to its path.
    var allowed: [HTTPMethod] {
        self == .get ? [.get, .head] : [self]
    }
}
