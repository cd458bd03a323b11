import Wire

/// An event of the gateway's feed.
struct HeardEvent {
    /// The id in its body and in `webhook-id`.
    let id: String
    let type: String
    /// What an endpoint would get.
    let body: [UInt8]
    /// The id of the session that it is about; nil if the body names none.
    let session: String?

    /// Nil for an object that is no event.
    init?(_ json: JSON) {
        guard let id = json.member("id")?.string, let type = json.member("type")?.string,
            let body = json.member("body")?.stringBytes
        else { return nil }
        (self.id, self.type, self.body) = (id, type, Array(body))
        let data = JSONDocument(utf8: self.body).root?.member("data")
        // The gateway's own format, or Stripe's.
        session = (data?.member("session") ?? data?.member("object"))?.member("id")?.string
    }
}
