package import Checkout
package import Wire

/// Duro opens a session for a plan or for an amount. Its dialect is that of JavaScript services.
///
/// Contract: `openapi/duro.yaml`. Nothing is trimmed or guessed: each wrong member is refused with its own entry in
/// `details`.
package struct Duro: Provider {
    package static let name = ProviderName("duro")
    package static let hosts = ["api.useduro.com", "sandbox.useduro.com"]
    package static let lifetimeSeconds: Int64 = 24 * 3_600
    package static let routes = [
        Route(.post, "/v1/checkout/sessions", .create),
        Route(.get, "/v1/checkout/sessions/{id}", .retrieve),
    ]
    package static let catalogueKinds = [plan]

    private static let plan = CatalogueKind(name, "plan")

    package init() {}

    package func identify(_ head: RequestHead) throws(Failure) -> Credential {
        var credential = try BearerToken.credential(in: head)
        if Self.isPublishable(credential.secret) { credential.kind = .publishable }
        return credential
    }

    package func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument? {
        try StrictBody.document(of: request)
    }

    package func read(_ call: Call) throws(Failure) -> Draft {
        var body = try BodyReader.strict(call.document)
        let root = try body.wholeObject()
        let plan = body.member("planId", of: root, .optional)
        let planID = body.string(plan, .text) { !$0.isEmpty }
        let amountValue = body.member("amount", of: root, .optional)
        let amount = body.integer(amountValue, in: 1...Money.unitsMax)
        if plan == nil, amountValue == nil {
            body.record(.missingAll(["planId", "amount"]), "planId", missingIn: root)
        }
        let currency = body.text(body.member("currency", of: root, .optional), .format(.currency)) { Currency($0) }
        let email = body.string(body.member("customerEmail", of: root, .optional), .email) {
            WebAddress.isEmail($0, asciiHost: call.asciiHost)
        }
        let phone = body.string(body.member("customerPhone", of: root, .optional))
        let successURL = body.string(body.member("successUrl", of: root, .optional), .url) {
            WebAddress.isURL($0, asciiHost: call.asciiHost)
        }
        let metadata = body.object(body.member("metadata", of: root, .optional))
        try body.finish()

        var draft = Draft(
            mode: planID == nil ? .payment : .subscription, fields: SentFields(body.document),
            lifetimeSeconds: call.lifetimeSeconds)
        draft.amount = amount
        draft.currency = currency ?? Currency(stored: "NGN")
        draft.customer.email = email
        draft.customer.phone = phone
        draft.successURL = successURL
        draft.metadata = body.text(of: metadata)
        if let planID {
            draft.items = Items(CheckoutSession.Item(kind: Self.plan.word, reference: planID))
            // The plan's own price applies: an amount in the request could undercut it.
            if let entry = try call.catalogue.entry(planID, of: Self.plan.name) {
                draft.amount = entry.amount ?? amount
                draft.currency = entry.currency ?? draft.currency
            }
        }
        return draft
    }

    package func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection {
        // A text that is not an id in Duro's spelling names no session.
        guard let parameter = call.parameters.first, let id = Self.sessionID(of: parameter[...]) else {
            throw .unknownSession
        }
        return .one(id)
    }

    /// The session that `chk_` and a ULID name.
    package static func sessionID(of text: ArraySlice<UInt8>) -> SessionID? {
        guard text.starts(with: "chk_".utf8) else { return nil }
        return CrockfordBase32.decode(text.dropFirst(4)).flatMap(SessionID.init(bits:))
    }

    package func render(
        _ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links
    ) -> Response {
        let token = links.token(for: session)
        return .json(operation == .create ? 201 : 200) { json in
            json.text("id") { $0.append(plain: { Self.append(session.id, to: &$0) }) }
            json.text("token") { $0.append(plain: { $0.append(token.bytes.span) }) }
            json.text("url") { url in
                url.append(links.publicURL)
                url.append("/checkout/")
                url.append(plain: { $0.append(token.bytes.span) })
            }
            json.member("status", word(for: session.status(at: now)))
            json.member("kind", session.mode == .subscription ? "subscription" : "one_time")
            json.member("amount", session.amount ?? 0)
            json.member("currency", session.currency?.code ?? "NGN")
            json.member("planId", Self.planID(of: session))
            json.member("createdAt", session.createdAt, .milliseconds)
        }
    }

    private static func planID(of session: CheckoutSession) -> String? {
        guard let item = session.items.first, item.kind == plan.word else { return nil }
        return item.reference
    }

    /// Duro's guides: "the reference" is appended to the success URL. They do not publish the parameter's name.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        PageFacts(publicID: Self.id(of: session.id), referenceParameter: "reference")
    }

    /// `chk_` and the id as a ULID.
    package static func id(of session: SessionID) -> String {
        var out: [UInt8] = []
        append(session, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ session: SessionID, to out: inout [UInt8]) {
        out.append(utf8: "chk_")
        CrockfordBase32.append(session.bits, to: &out)
    }

    private func word(for status: Status) -> String {
        switch status {
        case .open: "pending"
        case .processing: "processing"
        case .completed: "completed"
        case .expired: "expired"
        case .cancelled: "cancelled"
        }
    }
}
