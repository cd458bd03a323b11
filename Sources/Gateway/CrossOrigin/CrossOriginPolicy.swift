import Wire

/// Which origins' pages may read answers, and how an answer says so to their browsers (the CORS protocol of Fetch §3.2).
///
/// No answer ever carries `Access-Control-Allow-Credentials`: callers show what they know in fields of their own, and a
/// browser adds nothing.
struct CrossOriginPolicy: Sendable {
    /// What an answer says to a page that may read it.
    private struct Entry: Sendable {
        let origin: [UInt8]
        let fields: FieldBlock
    }

    /// What every answer says where all origins may read; nil where some may. It depends on nothing in the request, so
    /// that a cache may give it to anybody, and it is the same whether or not a browser asks.
    private let everybody: FieldBlock?
    private let listed: [Entry]
    /// What an answer says to all others: that it depends on the origin.
    private static let others = FieldBlock([vary])

    private static let vary = HeaderField(name: "Vary", value: "Origin")
    /// What a page may see of an answer beside its body and its type.
    private static let exposed = HeaderField(
        name: "Access-Control-Expose-Headers", value: "X-Request-Id, Retry-After, Idempotency-Replayed")

    /// - Parameter origins: as ``WebOrigin/normalized(_:)`` has them. Nil where there are none.
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

    /// What the answer to a request says.
    func fields(for head: RequestHead) -> FieldBlock {
        everybody ?? entry(of: head)?.fields ?? Self.others
    }

    /// Whether the page that sends a request may read the answer.
    func allows(_ head: RequestHead) -> Bool {
        everybody == nil ? names(head) : head.singleValue(of: "origin") != nil
    }

    /// Whether the origin of that page is one that the settings name, and not one of all.
    func names(_ head: RequestHead) -> Bool {
        entry(of: head) != nil
    }

    private func entry(of head: RequestHead) -> Entry? {
        guard let origin = head.singleValue(of: "origin") else { return nil }
        return listed.first { ASCII.equalIgnoringCase(origin.span, $0.origin.span) }
    }
}
