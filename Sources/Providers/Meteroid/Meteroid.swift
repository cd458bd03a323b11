package import Checkout
package import Wire

/// Meteroid opens a session in which a customer subscribes to one version of a plan.
///
/// Contract: `openapi/meteroid.yaml`. The vendor's server reads with serde: types are strict, and a refusal names only
/// the first problem, with its line and column.
package struct Meteroid: Provider {
    /// `meteroid`.
    package static let name = ProviderName("meteroid")
    /// The contract's server.
    package static let hosts = ["api.meteroid.com"]
    /// The server authenticates before it routes, for every path of its API.
    package static let checks: [Check] = [.callerBelow("/api/"), .route, .caller, .access, .body]
    /// The contract: "Default is 1 hour for self-serve checkout."
    package static let lifetimeSeconds: Int64 = 3_600

    /// The contract has the first route; the vendor's server has the others too.
    package static let routes = [
        Route(.post, "/api/v1/checkout-sessions", .create),
        Route(.get, "/api/v1/checkout-sessions", .list),
        Route(.get, "/api/v1/checkout-sessions/{id}", .retrieve),
        Route(.post, "/api/v1/checkout-sessions/{id}/cancel", .cancel),
    ]

    /// Who subscribes, and to what.
    package static let catalogueKinds = [customer, planVersion]

    private static let customer = CatalogueKind.customer(of: name)
    static let planVersion = CatalogueKind(name, "plan_version")

    /// Creates the provider. It remembers the ids of aliases, see `MeteroidAliases`, and has no other state.
    private let aliases = MeteroidAliases()

    package init() {}

    /// The key of `Authorization: Bearer <key>`, in exactly this spelling. A key is `pv_<environment>_<secret>/<its id
    /// in base 62>`. Like the server, this checks only the slash and the id, because the whole key is compared later.
    /// Throws ``Failure/unauthenticated(_:)``.
    package func identify(_ head: RequestHead) throws(Failure) -> Credential {
        guard let value = head.singleValue(of: "authorization"), value.count > 7,
            ASCII.equal(value.prefix(7), "Bearer "), value.allSatisfy({ 0x20...0x7E ~= $0 })
        else { throw .unauthenticated(.missing) }
        let key = value.dropFirst(7)
        guard let identifier = Self.identifier(inKey: key) else { throw .unauthenticated(.malformed) }
        return Credential(secret: key, identifier: identifier)
    }

    /// The id after the last slash of a text of visible characters and blanks; nil if the text is not a key.
    static func identifier(inKey key: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !key.contains(0x20), let slash = key.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let identifier = key[(slash + 1)...]
        return (try? Base62.decode(identifier)) == nil ? nil : identifier
    }

    /// The body of a create call. The other calls ignore their body. Throws ``Failure/unsupportedMediaType``,
    /// ``Failure/unsupportedEncoding`` and ``Failure/malformedBody(_:)``.
    package func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument? {
        guard operation == .create else { return nil }
        guard let type = request.head.singleValue(of: "content-type"),
            Self.isJSON(type)
        else { throw .unsupportedMediaType }
        guard MediaType.isPlain(request.head) else { throw .unsupportedEncoding }
        let document = JSONDocument(utf8: request.body)
        switch document.fault?.reason {
        case nil:
            return document
        case .notText, .loneSurrogate:
            let readable = JSONDocument(utf8: MeteroidIgnored.replaced(in: request.body, MeteroidRequest.shape))
            guard readable.fault == nil else { throw .malformedBody(readable) }
            return readable
        default:
            throw .malformedBody(document)
        }
    }

    /// `application/json` and `application/*+json`, with any parameters.
    private static func isJSON(_ value: ArraySlice<UInt8>) -> Bool {
        let type = ASCII.trimmed(value.prefix { $0 != UInt8(ascii: ";") })
        if ASCII.equalIgnoringCase(type, "application/json") { return true }
        guard type.count > 17, ASCII.equalIgnoringCase(type.prefix(12), "application/"),
            ASCII.equalIgnoringCase(type.suffix(5), "+json")
        else { return false }
        // RFC 6838 §4.2: the characters of a subtype's name.
        return type.dropFirst(12).allSatisfy(restrictedName.contains)
    }

    private static let restrictedName = ByteSet("!#$&-^_.+", withLettersAndDigits: true)

    /// Checks the whole body against the contract. The gateway itself needs few of its members, and keeps all of them.
    /// Throws ``Failure/invalid(_:)`` and ``Failure/unknownReference(kind:reference:)``.
    package func read(_ call: Call) throws(Failure) -> Draft {
        guard let document = call.document else { throw .malformedBody(JSONDocument(utf8: [])) }
        switch MeteroidReader.finding(in: document, MeteroidRequest.shape) {
        case .issue(let issue): throw .invalid([issue])
        case .fault: throw .malformedBody(document)
        case nil: break
        }
        let body = MeteroidRequest(document)
        let (customer, email) = try customer(body[.customerID]?.stringBytes ?? [], call)
        let version = body[.planVersionID]?.stringBytes.flatMap { MeteroidID.canonical($0, "plv_") } ?? ""
        let plan = try call.catalogue.entry(version, of: Self.planVersion.name)
        let asked = body[.expiresInHours]
        // Hours are an int32, so their seconds fit into an Int64.
        let lifetime = asked.flatMap { JSONNumber.int64($0.source) }.map { $0 * 3_600 } ?? call.lifetimeSeconds
        // An int32 of hours reaches to the year 247,000; the answer's `date-time` (RFC 3339) ends with the year 9999.
        if let asked, call.now.advanced(exactlySeconds: lifetime) == nil {
            let path = [PathStep.member("expires_in_hours")]
            throw .invalid([Issue(MeteroidRule.lifetime.rule, at: path, input: asked, offset: asked.end)])
        }
        var draft = Draft(
            mode: .subscription, fields: SentFields(document), lifetimeSeconds: lifetime == 0 ? nil : lifetime)
        draft.customer = CheckoutSession.Customer(reference: customer, email: email)
        draft.items = Items(CheckoutSession.Item(kind: Self.planVersion.word, reference: plan?.reference ?? version))
        draft.amount = plan?.amount
        draft.currency = plan?.currency
        draft.metadata = body[.metadata].flatMap { JSONText($0.document, $0.index) }
        if body.hasOtherMembers {
            draft.successURL = Self.returnURL("success_url", in: document)
            draft.cancelURL = Self.returnURL("cancel_url", in: document)
        }
        return draft
    }

    /// The URL to which the vendor's SDK wants a customer sent, in a member that the contract does not have. A text
    /// that is not an absolute http or https URL is ignored, as the contract's readers ignore the whole member. The
    /// page decides whether it can follow the URL, and the timeline records if it cannot.
    private static func returnURL(_ name: StaticString, in document: JSONDocument) -> String? {
        guard let text = document.root?.member(name)?.stringBytes,
            let colon = text.span.firstIndex(of: UInt8(ascii: ":")), ASCII.equal(text.dropFirst(colon).prefix(3), "://")
        else { return nil }
        let scheme = text.prefix(colon)
        guard ASCII.equalIgnoringCase(scheme, "http") || ASCII.equalIgnoringCase(scheme, "https") else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private func customer(
        _ text: ArraySlice<UInt8>, _ call: Call
    ) throws(Failure) -> (reference: String, email: String?) {
        let id = MeteroidCustomer.id(text)
        let name = id ?? String(decoding: text, as: UTF8.self)
        if let entry = try call.catalogue.entry(name, of: Self.customer.name) { return (entry.reference, entry.email) }
        if let id { return (id, nil) }
        let account = call.caller.account
        return (aliases.id(of: text, account) { MeteroidCustomer.id(ofAlias: text, account, call.digest) }, nil)
    }

    /// The id of the customer that a text names, by id or by alias.
    package static func customerReference(
        named name: String, _ account: AccountID, _ digest: (ArraySlice<UInt8>) -> Digest
    ) -> String? {
        let text = Array(name.utf8)[...]
        return MeteroidCustomer.id(text) ?? MeteroidCustomer.id(ofAlias: text, account, digest)
    }

    /// One session by its id, in either spelling, or the sessions that the query asks for. Throws
    /// ``Failure/invalid(_:)``, and the failure of an unknown session for an id that no session can have.
    package func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection {
        guard let parameter = call.parameters.first else {
            let query = try MeteroidQuery(call.request.head.query ?? [])
            return .many(
                SessionFilter(
                    provider: Self.name, account: call.caller.account, status: query.status,
                    customerReference: query.customer))
        }
        guard let bits = MeteroidID.decode(parameter[...], "che_") else {
            throw .invalid([Issue(MeteroidRule.sessionID(parameter).rule, at: [], input: nil, offset: 0)])
        }
        // Every session's id is a UUIDv7, but the server accepts any UUID as the id of a session that might exist.
        guard let id = SessionID(bits: bits) else {
            throw failure(ofUnknownSessionFor: operation)
        }
        return .one(id)
    }

    /// `che_` and the id in base 62. Requests may also contain a bare UUID, which is every session's own spelling.
    package static func sessionID(of text: ArraySlice<UInt8>) -> SessionID? {
        MeteroidID.decodePrefixed(text.span, "che_").flatMap(SessionID.init(bits:))
    }

    /// The server does not distinguish a session that cannot be cancelled any more from one that never existed.
    package func failure(ofUnknownSessionFor operation: Operation) -> Failure {
        switch operation {
        case .create, .retrieve, .list: .unknownSession
        case .cancel: .invalid([Issue(MeteroidRule.cancellable.rule, at: [], input: nil, offset: 0)])
        }
    }
}
