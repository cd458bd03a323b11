import Checkout

/// Which endpoints want the events of which account, in the writer's memory. An event that nobody wants costs one look
/// into it.
///
/// Only the writer changes endpoints, and it reads them again in the transaction of each change. So each event is
/// compared with the endpoints as they are at its place in the order of writes.
final class Subscribers {
    /// Makes the deliveries; nil if this process makes none.
    let outbox: (any EventOutbox)?
    /// Whether a transaction was rolled back, so that the endpoints have to be read again.
    var isOutdated = false
    /// The kinds that at least one endpoint of any account wants.
    private var kinds: EventKinds = []
    private var accounts: [AccountID: OfAccount] = [:]

    /// The endpoints of one account.
    private struct OfAccount {
        /// The kinds that at least one of them wants.
        var kinds: EventKinds = []
        var all: [(kinds: EventKinds, subscriber: WebhookSubscriber)] = []
        /// The numbers of those that are disabled, whose deliveries are kept as skipped.
        var disabled: Set<Int64> = []
    }

    init(_ outbox: (any EventOutbox)?) {
        self.outbox = outbox
    }

    /// Whether the outbox observes events of this kind, or an endpoint of this account wants them.
    func want(_ kind: SessionEvent.Kind, of account: AccountID) -> Bool {
        let kind = EventKinds(kind)
        if kinds.contains(kind), let endpoints = accounts[account], endpoints.kinds.contains(kind) { return true }
        return outbox?.observed.contains(kind) ?? false
    }

    /// The endpoints of this account that want events of this kind, oldest first.
    func wanting(_ kind: SessionEvent.Kind, of account: AccountID) -> [WebhookSubscriber] {
        guard let endpoints = accounts[account] else { return [] }
        return endpoints.all.filter { $0.kinds.contains(EventKinds(kind)) }.map(\.subscriber)
    }

    /// Whether an endpoint of this account is disabled.
    func isDisabled(_ endpoint: Int64, of account: AccountID) -> Bool {
        accounts[account]?.disabled.contains(endpoint) == true
    }

    /// Forgets all endpoints, or those of one account.
    func removeAll(of account: AccountID? = nil) {
        if let account { accounts[account] = nil } else { accounts = [:] }
        kinds = accounts.values.reduce(into: []) { $0.formUnion($1.kinds) }
    }

    /// Adds an endpoint of an account.
    func add(_ subscriber: WebhookSubscriber, of account: AccountID, isDisabled: Bool) {
        guard let wanted = outbox?.kinds(format: subscriber.format, types: subscriber.types), !wanted.isEmpty else {
            return
        }
        kinds.formUnion(wanted)
        accounts[account, default: OfAccount()].kinds.formUnion(wanted)
        accounts[account, default: OfAccount()].all.append((wanted, subscriber))
        if isDisabled { accounts[account, default: OfAccount()].disabled.insert(subscriber.endpoint) }
    }
}
