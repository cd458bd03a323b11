package import Checkout
import Wire

/// `sessions` and `sessions/{id}`.
package enum SessionsResource {
    /// The parameters of a list, for the API and the command line.
    package static let parameters: Set<String> = [
        "provider", "account", "status", "mode", "customer", "created_from", "created_to", "metadata[]", "limit",
        "cursor",
    ]

    /// A page of sessions, newest first. The cursor names the last session that was looked at. Sessions that arrive
    /// meanwhile come before the first page, so they do not move the others.
    @Sendable static func list(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        let query = try QueryParameters(call.request.head.query, names: parameters)
        guard query["account"] != nil || query["customer"] != nil else { return try page(query, call, among: []) }
        return call.afterReading(.accounts) { (found, call) throws(ProblemDetails) in
            try page(query, call, among: found.accounts)
        }
    }

    /// - Parameter accounts: all accounts, if the filter needs them.
    private static func page(
        _ query: QueryParameters, _ call: AdminAPI.AcceptedRequest, among accounts: [Account]
    ) throws(ProblemDetails) -> Reply {
        let filter = try filter(query, providers: call.services.table.owners.map(\.type)) { accounts }
        let part = try ListPart(query, of: .sessions, call.services.links)
        let (now, links) = (call.now, call.pageLinks)
        let position = part.after.flatMap { ListPosition(key: $0) }
        let page = call.inquiry.pageQuery(filter, after: position, limit: part.limit) { session in
            SessionDocument.json(session, at: now, links)
        }
        return call.afterReading(page) { found, call in
            var call = call
            let page = found.page
            call.inquiry.note(page)
            let next = page.next.map { part.cursor(after: $0.key) }
            return call.show(text(page, next))
        }
    }

    /// A page whose sessions are written already.
    private static func text(_ page: SessionPage<ListEntry>, _ next: ListCursor?) -> [UInt8] {
        var json = JSONWriter(capacity: page.entries.reduce(128) { $0 + $1.text.bytes.count + 1 })
        json.object { json in
            json.array("data") { json in
                for entry in page.entries { json.value(entry.text) }
            }
            json.name("next_cursor")
            if let next { json.string(utf8: next.text) } else { json.null() }
            json.member("searched_to", page.searchedTo)
        }
        return json.finish()
    }

    /// The filter of some parameters, the same for the API and for the command line.
    ///
    /// - Parameters:
    ///   - providers: all providers.
    ///   - accounts: reads all accounts, if the filter needs them.
    package static func filter(
        _ query: QueryParameters, providers: [any Provider.Type], accounts: () throws(ProblemDetails) -> [Account]
    ) throws(ProblemDetails) -> SessionFilter {
        var filter = SessionFilter()
        if let name = query.text("provider") {
            filter.provider = providers.first { $0.name.text == name }?.name
            if filter.provider == nil { throw unknownProvider(name, providers.map { $0.name }) }
        }
        if let name = query.text("account") { filter.account = try account(name, among: try accounts()) }
        if let word = query.text("status") {
            filter.status = Status.allCases.first { "\($0)" == word }
            if filter.status == nil { throw .badRequest("status has to be one of \(words(Status.allCases)).") }
        }
        if let word = query.text("mode") {
            filter.mode = Mode.allCases.first { "\($0)" == word }
            if filter.mode == nil { throw .badRequest("mode has to be one of \(words(Mode.allCases)).") }
        }
        filter.customer = query.text("customer")
        if let customer = filter.customer {
            let accounts = if let account = filter.account { [account] } else { try accounts().map(\.id) }
            // The references that providers derive from the customer's name, for each account that is searched.
            filter.customerReferences = Set(
                providers.flatMap { provider in
                    accounts.compactMap { provider.customerReference(named: customer, $0, SHA256.digest) }
                })
        }
        filter.createdFrom = try moment("created_from", query)
        filter.createdTo = try moment("created_to", query)
        filter.metadata = query.members(of: "metadata").map { SessionFilter.Member(name: $0.key, value: $0.value) }
        return filter
    }

    private static func words(_ all: [some Any]) -> String {
        all.map { "\($0)" }.joined(separator: ", ")
    }

    /// The value of a parameter that is a date and time; nil if it is not there.
    static func moment(_ name: String, _ query: QueryParameters) throws(ProblemDetails) -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw .badRequest("\(name) has to be a date and time as in RFC 3339.")
        }
        return moment
    }

    /// The account that a caller names. Throws a problem with status 400.
    static func account(_ name: String, among accounts: [Account]) throws(ProblemDetails) -> AccountID {
        do throws(AccountReference.Fault) {
            return try AccountReference.account(name, among: accounts).id
        } catch {
            throw .badRequest(error.description)
        }
    }

    /// The owner of the routes of a provider with this name.
    static func owner(_ name: String, _ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> RoutingTable.Owner {
        let owners = call.services.table.owners
        guard let owner = owners.first(where: { $0.name.text == name }) else {
            throw unknownProvider(name, owners.map(\.name))
        }
        return owner
    }

    private static func unknownProvider(_ name: String, _ providers: [ProviderName]) -> ProblemDetails {
        .badRequest("There is no provider \"\(name)\"; there are \(words(providers)).")
    }

    /// One session, normalized or in a provider's dialect.
    @Sendable static func show(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        let query = try QueryParameters(call.request.head.query, names: ["as"])
        let dialect: RoutingTable.Owner? =
            if let name = query.text("as") { try owner(name, call) } else { nil }
        return try call.withSession { session, call in
            guard let dialect else { return call.show(SessionDocument.text(session, at: call.now, call.pageLinks)) }
            let translation = Translation(
                session, into: dialect, at: call.now, call.services.links, opensPages: call.caller.access == .write)
            return call.show(
                JSONWriter.object { json in
                    json.member("provider", dialect.name.text)
                    json.name("body")
                    json.value(translation.body)
                    json.array("left_out") { json in for name in translation.leftOut { json.string(name) } }
                    json.array("made_up") { json in for name in translation.madeUp { json.string(name) } }
                })
        }
    }
}
