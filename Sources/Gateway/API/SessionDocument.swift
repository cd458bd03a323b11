package import Checkout
package import Wire

/// The normalized session as JSON, for the API and the command line.
package enum SessionDocument {
    /// Writes one object. With links, it has the address of the page.
    static func write(
        _ session: CheckoutSession, at now: Timestamp, _ links: Links? = nil, to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("id", UUIDText.encode(session.id.bits))
            json.member("number", session.number)
            json.member("provider", session.provider.text)
            json.member("account", session.account.value)
            json.member("livemode", session.isLive)
            json.member("mode", "\(session.mode)")
            json.member("status", "\(session.status(at: now))")
            writeMembers(of: session.draft.value, to: &json)
            json.name("fields")
            json.string(utf8: session.fields.text.bytes)
            json.member("created_at", session.createdAt, .microsecondsOrNone)
            json.member("updated_at", session.updatedAt, .microsecondsOrNone)
            json.member("expires_at", session.expiresAt, .microsecondsOrNone)
            json.member("completed_at", session.completedAt, .microsecondsOrNone)
            json.member("cancelled_at", session.cancelledAt, .microsecondsOrNone)
            if let links { json.member("page_url", pageURL(of: session, links)) }
        }
    }

    /// The address of the page. Nil if the page asks for a state: the gateway keeps only a digest of it, so only the
    /// caller can make an address that opens the page.
    private static func pageURL(of session: CheckoutSession, _ links: Links) -> String? {
        session.stateDigest == nil ? "\(links.publicURL)/checkout/\(links.token(for: session).text)" : nil
    }

    /// The object as a text.
    package static func json(_ session: CheckoutSession, at now: Timestamp, _ links: Links? = nil) -> JSONText {
        var json = JSONWriter(capacity: 1_024)
        write(session, at: now, links, to: &json)
        return JSONText(json)
    }

    /// The bytes of the object's text.
    static func text(_ session: CheckoutSession, at now: Timestamp, _ links: Links? = nil) -> [UInt8] {
        json(session, at: now, links).bytes
    }

    /// Writes the members of a draft into an object; a session and a draft have the same names.
    static func writeMembers(of draft: borrowing Draft, to json: inout JSONWriter) {
        json.member("amount", draft.amount)
        json.member("currency", draft.currency?.code)
        json.name("item")
        if let item = draft.items.first { write(item, to: &json) } else { json.null() }
        if draft.items.count > 1 {
            json.array("items") { json in for item in draft.items { write(item, to: &json) } }
        }
        write(draft.customer, to: &json)
        json.member("client_id", draft.clientID)
        json.member("success_url", draft.successURL)
        json.member("cancel_url", draft.cancelURL)
        json.name("metadata")
        if let metadata = draft.metadata { json.value(metadata) } else { json.null() }
    }

    private static func write(_ customer: CheckoutSession.Customer, to json: inout JSONWriter) {
        json.object("customer") { json in
            json.member("reference", customer.reference)
            json.member("email", customer.email)
            json.member("phone", customer.phone)
        }
    }

    private static func write(_ item: CheckoutSession.Item, to json: inout JSONWriter) {
        json.object { json in
            json.member("kind", item.kind)
            json.member("reference", item.reference)
            json.member("quantity", item.quantity)
        }
    }
}
