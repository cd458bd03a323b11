package import Wire

/// The dialect of one provider: how its calls are recognized, read and answered. No other part of the program knows a
/// provider, and a provider knows no socket, clock or store.
package protocol Provider: Sendable {
    /// The provider's name in paths, settings and the store.
    static var name: ProviderName { get }

    /// Hosts whose requests are this provider's, regardless of their other fields.
    static var hosts: [String] { get }

    /// The calls that the provider answers.
    static var routes: [Route] { get }

    /// The checks of a request, in their order. The first check that fails decides the answer. Every check is in the
    /// list exactly once, except that ``Check/callerBelow(_:)`` is optional.
    static var checks: [Check] { get }

    /// Seconds until a session expires, if the request does not say.
    static var lifetimeSeconds: Int64 { get }

    /// The kinds to which its sessions refer. The settings accept a catalogue of these kinds only.
    static var catalogueKinds: [CatalogueKind] { get }

    /// Recognizes this provider's requests, by their head only, on a path that several providers own. Nil: this
    /// provider gets the requests that no other owner claims. Only one of the owners may have nil.
    static var claim: (@Sendable (RequestHead) -> Bool)? { get }

    /// A request that succeeds, for people who try the gateway.
    static var sample: Sample { get }

    /// The kinds of credential that this provider has, at least one. A new credential is of the first kind unless its
    /// creator asks for another.
    static var credentialKinds: [CredentialKind] { get }

    /// The kind of a secret by its form; nil if the form does not show the kind. A request with this secret presents a
    /// credential of this kind.
    static func kind(ofSecret secret: String) -> CredentialKind?

    /// The kind of a credential if neither its owner nor the form of its secret says it.
    ///
    /// - Parameter saysAccess: whether the owner says what the credential permits.
    static func assumedKind(saysAccess: Bool) -> CredentialKind

    /// A new credential in the form of this provider's credentials, made of random bytes, at least 40. The kind is one of
    /// ``credentialKinds``.
    static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey

    /// Whether the form of a secret says that it moves money, if the provider's contract has such a form.
    static func isLive(secret: String) -> Bool

    /// The part of a credential that identifies it and is not secret; nil if this provider's credentials have no such
    /// part.
    static var naming: CredentialNaming? { get }

    /// The identifying part that a secret contains; nil if it contains none, so that no request could present the
    /// credential.
    static func identifier(inSecret secret: String) -> String?

    /// The session that an id in this provider's spelling names; nil for another text, also for the number or the UUID
    /// that every session has.
    static func sessionID(of text: ArraySlice<UInt8>) -> SessionID?

    /// The customer reference of an account's sessions if a call names the customer by this text; nil if the reference
    /// is the text itself. The digest is SHA-256.
    static func customerReference(
        named name: String, _ account: AccountID, _ digest: (ArraySlice<UInt8>) -> Digest
    ) -> String?

    /// The credential that a request presents. Throws ``Failure/unauthenticated(_:)``.
    func identify(_ head: RequestHead) throws(Failure) -> Credential

    /// The body as JSON; nil if the operation reads no body. Called only for operations that write. Throws
    /// ``Failure/malformedBody(_:)`` and the failures of a wrong media type.
    func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument?

    /// What a create call asks for. Throws ``Failure/invalid(_:)`` and the failures of an unknown reference.
    func read(_ call: Call) throws(Failure) -> Draft

    /// The sessions that a call is about. Called only for routes that are not ``Operation/create``.
    func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection

    /// The failure of a call about a session that its account does not have.
    func failure(ofUnknownSessionFor operation: Operation) -> Failure

    /// The answer to a call about one session.
    func render(_ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links) -> Response

    /// The answer to a call of one of several routes that are ``Operation/retrieve``, such as one that shows only the
    /// status. By default all of them answer alike.
    ///
    /// - Parameter path: the path of the route, as ``Provider/routes`` has it.
    func render(_ session: CheckoutSession, on path: String, at now: Timestamp, _ links: Links) -> Response

    /// A session as an element of a list. Called only for routes that are ``Operation/list``, for one session
    /// after the other, so that the sessions are never all in memory.
    func listEntry(for session: CheckoutSession, at now: Timestamp, _ links: Links) -> JSONText

    /// The answer to a call about many sessions: their entries, newest first. Called only for routes that are
    /// ``Operation/list``.
    func render(list entries: [JSONText]) -> Response

    /// The answer to a call that failed.
    func render(_ failure: Failure) -> Response

    /// What a session's hosted page shows in addition to the facts of every session.
    func pageFacts(of session: CheckoutSession) -> PageFacts
}

extension Provider {
    package static var checks: [Check] { [.route, .caller, .access, .body] }

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

    package func render(_ session: CheckoutSession, on path: String, at now: Timestamp, _ links: Links) -> Response {
        render(session, for: .retrieve, at: now, links)
    }

    package func select(_ call: Call, for operation: Operation) throws(Failure) -> Selection { throw .unknownRoute }

    package func listEntry(for session: CheckoutSession, at now: Timestamp, _ links: Links) -> JSONText { .null }

    package func render(list entries: [JSONText]) -> Response { render(.unknownRoute) }
}

/// What a route does.
package enum Operation: Sendable, CaseIterable {
    case create, retrieve, list, cancel

    /// Whether it changes anything and so needs ``Access/write`` (``Caller/may(_:)``).
    package var writes: Bool {
        switch self {
        case .create, .cancel: true
        case .retrieve, .list: false
        }
    }
}

/// A method and a path, with the operation that they mean.
package struct Route: Sendable {
    package let method: HTTPMethod
    /// Segments after `/`. A segment in braces stands for any one segment that is not empty. A slash at the end counts.
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
    /// Segment by segment: an encoded slash does not separate segments (RFC 3986 §2.2), so that a different spelling of
    /// a path cannot evade the rules of a proxy in front.
    case exact
    /// Like Starlette, FastAPI's router: the whole path is decoded first, including encoded slashes, and a path that
    /// differs from a route only by slashes at its end gets a redirect (`redirect_slashes`).
    case starlette
}

/// One check of a request before its provider reads it.
package enum Check: Sendable {
    /// A request for a path below this one shows a known credential, even if no route has the path: an unknown caller
    /// gets 401, never 404, and so does not learn which paths exist. The path is without the provider's prefix.
    case callerBelow(StaticString)
    /// A route has the path and the method.
    case route
    /// The request shows a known credential, and the credential's rate limit allows the request.
    case caller
    /// The credential permits the operation. Comes after ``caller``.
    case access
    /// `Provider.parse` accepts the body of a call that writes. Comes after ``route``.
    case body
}

/// One call, with everything that is known before its provider reads it.
package struct Call: Sendable {
    package let request: Request
    /// The decoded values of the path's segments in braces, in order.
    package let parameters: [[UInt8]]
    /// The body, if it is JSON.
    package let document: JSONDocument?
    package let caller: Caller
    package let catalogue: Catalogue
    /// Seconds until a session expires, if the request does not say.
    package let lifetimeSeconds: Int64
    /// When the call arrived, by the clock that decides when a session expires.
    package let now: Timestamp
    /// SHA-256.
    package let digest: @Sendable (ArraySlice<UInt8>) -> Digest
    /// Spells domain names that are not ASCII in ASCII.
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

/// Which sessions a list contains.
package struct SessionFilter: Sendable {
    package var provider: ProviderName?
    package var account: AccountID?
    package var status: Status?
    package var customerReference: String?
    package var mode: Mode?
    /// The customer's reference, email or phone.
    package var customer: String?
    /// References that match like ``customer``: the ones that providers derive from it.
    package var customerReferences: Set<String> = []
    /// Created at this time or later.
    package var createdFrom: Timestamp?
    /// Created before this time.
    package var createdTo: Timestamp?
    /// Members that the metadata must contain, all of them.
    package var metadata: [Member] = []

    /// A member of the metadata: its name, and its value as a string's characters or as JSON text.
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
