import Wire

/// Decides which origins' pages may read answers, and makes the header fields that tell browsers (the CORS protocol of
/// Fetch §3.2).
///
/// No answer has `Access-Control-Allow-Credentials`: callers send their credentials in other fields, which browsers do
/// not add by themselves.
struct CrossOriginPolicy: Sendable {
    /// An origin, with the fields for pages of that origin.
    private struct Entry: Sendable {
        let origin: [UInt8]
        let fields: FieldBlock
    }

    /// The fields of every answer if all origins may read; nil if only some may. They do not depend on the request, so
    /// that caches may give the answer to everyone, and they are sent to all clients.
    private let everybody: FieldBlock?
    private let listed: [Entry]
    /// The fields for all other origins: the answer depends on the origin.
    private static let others = FieldBlock([vary])

    private static let vary = HeaderField(name: "Vary", value: "Origin")
    /// The header fields that a page may read, besides the body and its type.
    private static let exposed = HeaderField(
        name: "Access-Control-Expose-Headers", value: "X-Request-Id, Retry-After, Idempotency-Replayed")

    /// - Parameter origins: in the form of ``WebOrigin/normalized(_:)``. Nil if the list is empty.
    init?(_ origins: [[UInt8]]) {
        if origins.isEmpty { return nil }
        let takesAll = origins.contains(WebOrigin.any)
        everybody = takesAll ? FieldBlock([Self.allowed(WebOrigin.any), Self.exposed]) : nil
        listed = (takesAll ? [] : origins).map { origin in
            Entry(origin: origin, fields: FieldBlock([Self.allowed(origin), Self.exposed, Self.vary]))
        }
    }

    private static func allowed(_ origin: [UInt8]) -> HeaderField {
        HeaderField(name: "Access-Control-Allow-Origin", value: String(decoding: origin, as: UTF8.self))
    }

    /// The fields of the answer to a request.
    func fields(for head: RequestHead) -> FieldBlock {
        everybody ?? entry(of: head)?.fields ?? Self.others
    }

    /// Whether the page that sends a request may read the answer.
    func allows(_ head: RequestHead) -> Bool {
        everybody == nil ? names(head) : head.singleValue(of: "origin") != nil
    }

    /// Whether the settings name the origin of that page, not only `*`.
    func names(_ head: RequestHead) -> Bool {
        entry(of: head) != nil
    }

    private func entry(of head: RequestHead) -> Entry? {
        guard let origin = head.singleValue(of: "origin") else { return nil }
        return listed.first { ASCII.equalIgnoringCase(origin.span, $0.origin.span) }
    }
}
