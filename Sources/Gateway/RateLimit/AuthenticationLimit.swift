import Server
import Synchronization

/// One token bucket for each address whose callers showed credentials that are nobody's, so that nobody can try keys
/// for ever.
///
/// Only failures are counted, and a bucket that is empty is looked at before the next credential is: whoever guesses
/// does not learn from the answer whether the last guess was right. IPv6 addresses are counted by their /64 network.
final class AuthenticationLimit: Sendable {
    private let bucket: TokenBucket
    private let table: Mutex<BucketTable>
    /// When the last bucket of all is full again. While nobody fails, which is nearly always, that is all that a request
    /// looks at.
    private let allFullAt = Atomic(TokenBucket.full)

    /// Addresses that are remembered: a megabyte of them, whoever comes. An attacker who has more than this many has
    /// more than ten times as many guesses anyway.
    static let addressesMax = 65_536

    init(_ bucket: TokenBucket, addressesMax: Int = AuthenticationLimit.addressesMax) {
        self.bucket = bucket
        table = Mutex(BucketTable(entriesMax: addressesMax))
    }

    /// What an address is told that is over its bound; nil for one that is not.
    func excess(of address: PeerAddress, at now: Int64) -> Allowance? {
        guard allFullAt.load(ordering: .relaxed) > now else { return nil }
        let allowance = bucket.look(table.withLock { $0.moment(of: address.network) }, at: now)
        return allowance.isExceeded ? allowance : nil
    }

    /// Counts a failure. Requests that are judged on several threads at once may each have seen the last one that was
    /// left; they are as many as there are threads, and it ends there.
    func charge(_ address: PeerAddress, at now: Int64) {
        table.withLock { table in
            var moment = table.moment(of: address.network)
            _ = bucket.take(&moment, at: now)
            table.set(moment, of: address.network)
            allFullAt.store(max(moment, allFullAt.load(ordering: .relaxed)), ordering: .relaxed)
        }
    }
}
