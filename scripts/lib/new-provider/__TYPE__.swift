package import Checkout
package import Wire

/// FILL IN what a session of this provider is, in one sentence.
///
/// Contract: `openapi/__NAME__.yaml`.
package struct __TYPE__: Provider {
    /// `__NAME__`.
    package static let name = ProviderName("__NAME__")
    /// FILL IN the hosts of the contract's servers; without any, calls are recognized by their path.
    package static let hosts: [String] = []
    /// FILL IN how long the contract keeps a session open.
    package static let lifetimeSeconds: Int64 = 24 * 3_600
    /// FILL IN the contract's calls.
    package static let routes = [
        Route(.post, "/v1/__NAME__/sessions", .create),
        Route(.get, "/v1/__NAME__/sessions/{id}", .retrieve),
    ]
    /// What a session refers to. FILL IN a kind for each member that names an entry of the vendor's catalogue, or remove it.
    package static let catalogueKinds = [product]

    private static let product = CatalogueKind(name, "product")

    /// Creates the provider, which has no state.
    package init() {}

    /// The token of `Authorization: Bearer …`. Throws ``Failure/unauthenticated(_:)``.
    package func identify(_ head: RequestHead) throws(Failure) -> Credential {
        try BearerToken.credential(in: head)
    }

    /// The JSON body of a create call. Throws the failures of a wrong media type, and ``Failure/malformedBody(_:)``.
    package func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument? {
        try StrictBody.document(of: request)
    }

    /// FILL IN the members of a create call, and the rule of each. Throws ``Failure/invalid(_:)`` and
    /// ``Failure/unknownReference(kind:reference:)``.
    package func read(_ call: Call) throws(Failure) -> Draft {
        var body = try BodyReader.strict(call.document)
        let root = try body.wholeObject()
        let product = body.string(body.member("product", of: root, .optional), .text) { !$0.isEmpty }
        let amount = body.integer(body.member("amount", of: root, .required), in: 1...Money.unitsMax)
        let currency = body.text(body.member("currency", of: root, .required), .format(.currency)) { Currency($0) }
        let successURL = body.string(body.member("success_url", of: root, .optional), .url) {
            WebAddress.isURL($0, asciiHost: call.asciiHost)
        }
        try body.finish()

        var draft = Draft(mode: .payment, fields: SentFields(body.document), lifetimeSeconds: call.lifetimeSeconds)
        draft.amount = amount
        draft.currency = currency
        draft.successURL = successURL
        if let product {
            draft.items = Items(CheckoutSession.Item(kind: Self.product.word, reference: product))
            _ = try call.catalogue.entry(product, of: Self.product.name)
        }
        return draft
    }

    /// The session of an id. Throws ``Failure/unknownSession`` for a text that is no id.
    package func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection {
        guard let parameter = call.parameters.first, let id = Self.sessionID(of: parameter[...]) else {
            throw .unknownSession
        }
        return .one(id)
    }

    /// FILL IN the spelling of ids: here the prefix `__NAME___` and 32 hexadecimal digits.
    package static func sessionID(of text: ArraySlice<UInt8>) -> SessionID? {
        guard text.starts(with: prefix.utf8) else { return nil }
        guard let bytes = Hex.bytes(text.dropFirst(prefix.utf8.count)), bytes.count == 16 else { return nil }
        return SessionID(bits: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }

    private static let prefix = "__NAME___"

    private static func id(of session: SessionID) -> String {
        prefix + Hex.string((0..<16).map { UInt8(truncatingIfNeeded: session.bits >> (120 - 8 * $0)) })
    }

    /// FILL IN the members of an answer.
    package func render(
        _ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links
    ) -> Response {
        .json(operation == .create ? 201 : 200) { json in
            json.member("id", Self.id(of: session.id))
            json.member("status", word(for: session.status(at: now)))
            json.member("amount", session.amount)
            json.member("currency", session.currency?.code)
            let item = session.items.first
            json.member("product", item?.kind == Self.product.word ? item?.reference : nil)
            json.member("url", "\(links.publicURL)/checkout/\(links.token(for: session).text)")
        }
    }

    /// The id that the page appends to a success URL with a place for it.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        PageFacts(publicID: Self.id(of: session.id))
    }

    /// FILL IN the contract's words. Without a `default`, a new status does not compile until it has one.
    private func word(for status: Status) -> String {
        switch status {
        case .open: "open"
        case .processing: "processing"
        case .completed: "completed"
        case .expired: "expired"
        case .cancelled: "cancelled"
        }
    }
}
