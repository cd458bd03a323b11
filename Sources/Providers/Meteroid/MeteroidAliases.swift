import Checkout
import Synchronization
import Wire

/// Remembers the ids that were derived from aliases lately. A shop names the same customers again and again, and the
/// digest behind an id is 7 % of a create's work.
///
/// An id depends on the account and the alias alone, so that forgetting one never changes an answer.
final class MeteroidAliases: Sendable {
    private struct Key: Hashable {
        let account: AccountID
        let alias: ArraySlice<UInt8>
    }

    /// Together with ``aliasBytesMax`` it bounds the memory to some 200 KiB.
    private static let countMax = 1_024
    private static let aliasBytesMax = 64

    private let ids = Mutex<[Key: String]>([:])

    /// The id of an alias; `derive` makes it if it is not remembered. A thread that would have to wait for another one
    /// derives the id itself.
    func id(of alias: ArraySlice<UInt8>, _ account: AccountID, _ derive: () -> String) -> String {
        guard alias.count <= Self.aliasBytesMax else { return derive() }
        let key = Key(account: account, alias: alias)
        if let id = ids.withLockIfAvailable({ $0[key] }) ?? nil { return id }
        let id = derive()
        // A copy, because the alias of the request holds the memory of the whole body.
        let kept = Key(account: account, alias: Array(alias)[...])
        _ = ids.withLockIfAvailable { ids in
            if ids.count >= Self.countMax { ids.removeAll(keepingCapacity: true) }
            ids[kept] = id
        }
        return id
    }
}
