package import Checkout
package import Wire

/// Userdocks opens a session for a Stripe price. A visitor must prove that they know the `state` to open its page.
///
/// Contract: `openapi/userdocks.yaml`, with the rules of the vendor's published client for this body.
package struct Userdocks: Provider {
    package static let name = ProviderName("userdocks")
    package static let hosts = ["api.userdocks.com"]
    package static let lifetimeSeconds: Int64 = 24 * 3_600
    package static let routes = [Route(.post, "/api/v1/checkout-sessions", .create)]
    package static let catalogueKinds = [price]

    private static let price = CatalogueKind(name, "price")

    /// The characters that the vendor's client uses in a state.
    private static let stateText = ByteSet("._-", withLettersAndDigits: true)

    package init() {}

    package func identify(_ head: RequestHead) throws(Failure) -> Credential {
        // The contract's two ways are alternatives: if Authorization is present, only this field is checked.
        if head.value(of: "authorization") != nil { return try BearerToken.credential(in: head) }
        guard let key = try single("x-api-key", head) else {
            if head.value(of: "x-api-key-type") != nil || head.value(of: "x-client-id") != nil {
                throw .unauthenticated(.malformed)
            }
            // The vendor's own REST client sends its token in this field.
            return try BearerToken.credential(in: head, field: "authentication")
        }
        guard let type = try single("x-api-key-type", head), let client = try single("x-client-id", head) else {
            throw .unauthenticated(.malformed)
        }
        let access: Access
        if ASCII.equal(type, "write") {
            access = .write
        } else if ASCII.equal(type, "read") {
            access = .read
        } else {
            throw .unauthenticated(.malformed)
        }
        return Credential(
            kind: .apiKey, secret: key, identifier: Self.lowercased(client), claimedAccess: access)
    }

    /// The spelling that ``naming`` has. Most clients send the id in that spelling already, and then nothing is copied.
    private static func lowercased(_ client: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        client.contains { ASCII.lowercase($0) != $0 } ? client.map(ASCII.lowercase)[...] : client
    }

    private func single(_ name: StaticString, _ head: RequestHead) throws(Failure) -> ArraySlice<UInt8>? {
        guard let value = head.value(of: name), !value.isEmpty else { return nil }
        guard head.count(of: name) == 1 else { throw .unauthenticated(.malformed) }
        return value
    }

    package func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument? {
        try StrictBody.document(of: request)
    }

    package func read(_ call: Call) throws(Failure) -> Draft {
        var body = try BodyReader.strict(call.document)
        let root = try body.wholeObject()
        let price = prefixed(body.member("price", of: root, .required), "price_", &body)
        _ = prefixed(body.member("taxRate", of: root, .required), "txr_", &body)
        _ = body.string(body.member("allowedCountry", of: root, .required), .country, Countries.contains)
        _ = body.choice(body.member("paymentMethodType", of: root, .required), of: ["card", "sepa", "sofort"])
        _ = body.boolean(body.member("billingAddressCollection", of: root, .required))
        let mode = body.choice(body.member("mode", of: root, .required), of: ["payment", "subscription", "setup"])
        let quantity = body.integer(body.member("quantity", of: root, .required), in: 1...Money.unitsMax)
        _ = body.boolean(body.member("isReverseCharge", of: root, .required))
        _ = body.boolean(body.member("test", of: root, .optional))
        let state = body.member("state", of: root, .required)
        readState(state, &body)
        try body.finish()
        guard let price, let quantity, let state else { throw .internalError }
        let sent = body.json(state)
        guard let characters = sent.stringBytes else { throw .internalError }

        var draft = Draft(
            mode: self.mode(mode), fields: SentFields(withoutState(body.document, sent)),
            lifetimeSeconds: call.lifetimeSeconds)
        draft.stateDigest = call.digest(characters)
        draft.clientID = call.caller.identifier
        draft.items = Items(CheckoutSession.Item(kind: Self.price.word, reference: price, quantity: quantity))
        if let entry = try call.catalogue.entry(price, of: Self.price.name), draft.mode != .setup {
            draft.amount = try total(entry.amount, quantity)
            draft.currency = entry.currency
        }
        return draft
    }

    private func mode(_ word: String?) -> Mode {
        switch word {
        case "subscription": .subscription
        case "setup": .setup
        default: .payment
        }
    }

    private func prefixed(_ value: BodyReader.Value?, _ prefix: String, _ body: inout BodyReader) -> String? {
        body.string(value, .prefixed(prefix)) { text in
            let length = prefix.utf8.count
            return text.count > length && ASCII.equal(text.extracting(..<length), prefix.utf8.span)
        }
    }

    private func readState(_ value: BodyReader.Value?, _ body: inout BodyReader) {
        body.check(value) { text in
            let count = text.indices.count { text[$0] & 0xC0 != 0x80 }
            guard count == 64 else { return .length(64) }
            return text.indices.allSatisfy { Self.stateText.contains(text[$0]) } ? nil : .format(.urlSafe)
        }
    }

    private func total(_ amount: Int64?, _ quantity: Int64) throws(Failure) -> Int64? {
        guard let amount else { return nil }
        let (total, overflow) = amount.multipliedReportingOverflow(by: quantity)
        guard !overflow, total <= Money.unitsMax else {
            throw .invalid([
                Issue(.range(1, Money.unitsMax / max(1, amount)), at: [.member("quantity")], input: nil, offset: 0)
            ])
        }
        return total
    }

    /// The body with null as the state: the gateway keeps only a digest of the text that opens the page.
    private func withoutState(_ document: JSONDocument, _ state: JSON) -> JSONDocument {
        var text = document.text
        text.replaceSubrange(state.start..<state.end, with: Array("null".utf8))
        return JSONDocument(text, grammar: .rfc8259)
    }

    /// Only the request says how the customer pays, and from which country.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        var facts = PageFacts(publicID: UUIDText.encode(session.id.bits))
        guard let asked = session.fields.outline.root else { return facts }
        switch asked.member("paymentMethodType")?.string {
        case "sepa": facts.method = .sepaDebit
        case "sofort": facts.method = .sofort
        default: break
        }
        facts.collectsBillingAddress = asked.member("billingAddressCollection")?.bool ?? false
        facts.allowedCountry = asked.member("allowedCountry")?.string
        return facts
    }

    package func render(
        _ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links
    ) -> Response {
        let id = UUIDText.encode(session.id.bits)
        let hash = links.hash(of: session.id)
        let client = session.clientID ?? ""
        return .json(200) { json in
            json.member("success", true)
            json.member("message", "Checkout session created")
            json.name("error")
            json.null()
            json.object("data") { json in
                json.object("checkout") { json in
                    json.member("id", id)
                    json.member("hash", hash)
                    json.object("nextAction") { json in
                        // The caller adds `&state=`, because the gateway keeps only the state's digest.
                        json.text("url") { url in
                            url.append(links.publicURL)
                            url.append("/checkout?client_id=")
                            url.append(client)
                            url.append("&type=payment&session_id=")
                            url.append(id)
                            url.append("&hash=")
                            url.append(hash)
                        }
                    }
                }
            }
        }
    }
}
