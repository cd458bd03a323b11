package import Wire

/// One provider's dialect: how its calls are told, read and answered. Nothing else in the program knows a provider, and
/// nothing here knows a socket, a clock or a store.
package protocol Provider: Sendable {
    /// Its name in paths, settings and the store.
    static var name: ProviderName { get }

    /// Hosts whose requests are this provider's, whatever else they show.
    static var hosts: [String] { get }

    /// The calls that it answers.
    static var routes: [Route] { get }

    /// What is judged before what.
    static var order: CheckOrder { get }

    /// Seconds until a session expires where the request does not say.
    static var lifetimeSeconds: Int64 { get }

    /// What its sessions refer to. The settings take a catalogue of these kinds and of no others.
    static var catalogueKinds: [CatalogueKind] { get }

    /// Which requests to a path that several providers own are this one's, by their head alone; nil: those that nobody
    /// else claims. Of the owners of one path only one may claim nothing.
    static var claim: (@Sendable (RequestHead) -> Bool)? { get }

    /// A request that succeeds, for whoever tries the gateway.
    static var sample: Sample { get }

    /// The kinds of credential that this provider has, at least one. The first is what is made where nobody asks for
    /// another.
    static var credentialKinds: [CredentialKind] { get }

    /// The kind that a secret has by its own form; nil where the form says nothing. A request that shows the secret shows
    /// a credential of that kind.
    static func kind(ofSecret secret: String) -> CredentialKind?

    /// The kind of a credential whose owner says nothing of it, and whose secret neither.
    ///
    /// - Parameter saysAccess: whether its owner says what it is good for.
    static func assumedKind(saysAccess: Bool) -> CredentialKind

    /// A new credential in the form that this provider's have, made of these random bytes, which are at least 40.
    ///
    /// - Parameter kind: one of ``credentialKinds``.
    static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey

    /// Whether a secret says by its own form that it moves money, where the provider's contract has a form that does.
    static func isLive(secret: String) -> Bool

    /// The part of a credential that names it and is no secret itself; nil where this provider's have none.
    static var naming: CredentialNaming? { get }

    /// That part, of a secret that holds it; nil where it holds none, so that no request could show it.
    static func identifier(inSecret secret: String) -> String?

    /// The session that an id of this provider's spelling names; nil for a text that is none, such as the number or the
    /// UUID that every session has.
    static func sessionID(of text: ArraySlice<UInt8>) -> SessionID?

    /// What the sessions of an account have as their customer's reference where a call names the customer by this text;
    /// nil where that is the text itself.
    ///
    /// - Parameter digest: SHA-256.
    static func customerReference(
        named name: String, _ account: AccountID, _ digest: (ArraySlice<UInt8>) -> Digest
    ) -> String?

    /// The credential that a request shows. Throws ``Failure/unauthenticated(_:)``.
    func identify(_ head: RequestHead) throws(Failure) -> Credential

    /// The body as JSON; nil where the operation reads none. Asked only for operations that write. Throws
    /// ``Failure/malformedBody(_:)`` and what a wrong media type is.
    func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument?

    /// What a create call asks for. Throws ``Failure/invalid(_:)`` and what a reference to nothing is.
    func read(_ call: Call) throws(Failure) -> Draft

    /// Which sessions a call is about. Asked only for routes that are not ``Operation/create``.
    func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection

    /// What a call fails by that is about a session which its account does not have.
    func failure(ofUnknownSessionFor operation: Operation) -> Failure

    /// The answer to a call about one session.
    func render(_ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links) -> Response

    /// A session as it stands in a list, which is JSON. Asked only for routes that are ``Operation/list``, one session
    /// after the other, so that nobody holds them all.
    func listEntry(for session: CheckoutSession, at now: Timestamp, _ links: Links) -> [UInt8]

    /// The answer to a call about many: their entries, newest first. Asked only for routes that are ``Operation/list``.
    func render(list entries: [[UInt8]]) -> Response

    /// The answer to a call that failed.
    func render(_ failure: Failure) -> Response

    /// What a session's hosted page shows beyond what every session has.
    func pageFacts(of session: CheckoutSession) -> PageFacts
}

extension Provider {
    package static var order: CheckOrder { CheckOrder() }

    package static var catalogueKinds: [CatalogueKind] { [] }

    package static var claim: (@Sendable (RequestHead) -> Bool)? { nil }

    package static var credentialKinds: [CredentialKind] { [.token] }

    package static func kind(ofSecret secret: String) -> CredentialKind? { nil }

    package static func assumedKind(saysAccess: Bool) -> CredentialKind { .token }

    package static func isLive(secret: String) -> Bool { false }

    package static var naming: CredentialNaming? { nil }

    package static func identifier(inSecret secret: String) -> String? { nil }

    package static func sessionID(of text: ArraySlice<UInt8>) -> SessionID? { nil }

    package static func customerReference(
        named name: String, _ account: AccountID, _ digest: (ArraySlice<UInt8>) -> Digest
    ) -> String? { nil }

    package func failure(ofUnknownSessionFor operation: Operation) -> Failure { .unknownSession }

    package func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection { throw .unknownRoute }

    package func listEntry(for session: CheckoutSession, at now: Timestamp, _ links: Links) -> [UInt8] { [] }

    package func render(list entries: [[UInt8]]) -> Response { render(.unknownRoute) }
}

/// What a route does.
package enum Operation: Sendable, CaseIterable {
    case create, retrieve, list, cancel

    /// Whether it changes anything, which takes ``Access/write`` (``Caller/may(_:)``).
    package var writes: Bool {
        switch self {
        case .create, .cancel: true
        case .retrieve, .list: false
        }
    }
}

/// A method and a path with what they do.
package struct Route: Sendable {
    package let method: HTTPMethod
    /// Segments after `/`; one in braces stands for any one segment that is not empty. A slash at the end counts.
    package let path: String
    package let operation: Operation
    package let style: PathStyle

    package init(_ method: HTTPMethod, _ path: String, _ operation: Operation, style: PathStyle = .exact) {
        self.method = method
        self.path = path
        self.operation = operation
        self.style = style
    }
}

/// How a router reads a path before it compares it.
package enum PathStyle: Sendable {
    /// Segment by segment: an encoded slash separates nothing (RFC 3986 §2.2), so that no path gets past the rules of a
    /// proxy in front by being spelled differently.
    case exact
    /// As Starlette, FastAPI's router, does: the whole path is decoded first, an encoded slash included, and a path that
    /// differs from a route's by slashes at its end is answered with a redirect (`redirect_slashes`).
    case starlette
}

/// What a provider judges first.
package struct CheckOrder: Sendable {
    /// Broken JSON is reported even to callers who are not known (FastAPI).
    package var parsesBeforeIdentifying = false
    /// Where paths begin so, a caller who is not known learns nothing of which there are (Meteroid).
    package var identifiesBeforeRouting: StaticString?

    package init(parsesBeforeIdentifying: Bool = false, identifiesBeforeRouting: StaticString? = nil) {
        self.parsesBeforeIdentifying = parsesBeforeIdentifying
        self.identifiesBeforeRouting = identifiesBeforeRouting
    }
}

/// One call, as far as it was understood before its provider reads it.
package struct Call: Sendable {
    package let request: Request
    /// What stood for the braces of the route's path, decoded, in order.
    package let parameters: [[UInt8]]
    /// The body, where it is JSON.
    package let document: JSONDocument?
    package let caller: Caller
    package let catalogue: Catalogue
    /// Seconds until a session expires where the request does not say.
    package let lifetimeSeconds: Int64
    /// When it came, by the clock that a session's end goes by.
    package let now: Timestamp
    /// SHA-256.
    package let digest: @Sendable (ArraySlice<UInt8>) -> Digest
    /// How domain names that are not ASCII are spelled in ASCII.
    package let asciiHost: ASCIIHost

    package init(
        request: Request, parameters: [[UInt8]], document: JSONDocument?, caller: Caller, catalogue: Catalogue,
        lifetimeSeconds: Int64, now: Timestamp, digest: @escaping @Sendable (ArraySlice<UInt8>) -> Digest,
        asciiHost: @escaping ASCIIHost
    ) {
        self.request = request
        self.parameters = parameters
        self.document = document
        self.caller = caller
        self.catalogue = catalogue
        self.lifetimeSeconds = lifetimeSeconds
        self.now = now
        self.digest = digest
        self.asciiHost = asciiHost
    }
}

/// Which sessions of the caller's account a call is about.
package enum Selection: Sendable {
    case one(SessionID)
    case many(SessionFilter)
}

/// Which sessions a list holds.
package struct SessionFilter: Sendable {
    package var provider: ProviderName?
    package var account: AccountID?
    package var status: Status?
    package var customerReference: String?
    package var mode: Mode?
    /// The customer's reference, email or phone.
    package var customer: String?
    /// References that are as good as ``customer``: what providers make of that.
    package var customerReferences: Set<String> = []
    /// This moment and later ones.
    package var createdFrom: Timestamp?
    /// Moments before this.
    package var createdTo: Timestamp?
    /// What the metadata has to hold, all of it.
    package var metadata: [Member] = []

    /// A member of the metadata: its name, and its value as a text or as it is written.
    package struct Member: Sendable {
        package let name: [UInt8]
        package let value: [UInt8]

        package init(name: [UInt8], value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    package init(
        provider: ProviderName? = nil, account: AccountID? = nil, status: Status? = nil,
        customerReference: String? = nil
    ) {
        self.provider = provider
        self.account = account
        self.status = status
        self.customerReference = customerReference
    }
}
