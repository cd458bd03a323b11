import Wire

extension HTTPMethod {
    /// Whether a route of this method is asked for by a request of another. RFC 9110 §9.3.2: HEAD is GET without the
    /// content.
    func takes(_ asked: HTTPMethod) -> Bool {
        self == asked || self == .get && asked == .head
    }

    /// The methods that a path has by a route of this one.
    var allowed: [HTTPMethod] {
        self == .get ? [.get, .head] : [self]
    }
}
