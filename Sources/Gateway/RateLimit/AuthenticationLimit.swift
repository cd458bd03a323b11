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

    /// Addresses that are remembered: a megabyte of them, whoever comes. An attacker who has more than this many has
    /// more than ten times as many guesses anyway.
    static let addressesMax = 65_536

    init(_ bucket: TokenBucket, addressesMax: Int = AuthenticationLimit.addressesMax) {
        self.bucket = bucket
        table = Mutex(BucketTable(entriesMax: addressesMax))
    }

    /// What is left to an address, which is over its bound where that says `isExceeded`.
    func allowance(of address: PeerAddress, at now: Int64) -> Allowance {
        bucket.look(table.withLock { $0.moment(of: address.network) }, at: now)
    }

    /// Counts a failure. Requests that are judged on several threads at once may each have seen the last one that was
    /// left; they are as many as there are threads, and it ends there.
    func charge(_ address: PeerAddress, at now: Int64) {
        table.withLock { table in
            var moment = table.moment(of: address.network)
            _ = bucket.take(&moment, at: now)
            table.set(moment, of: address.network)
        }
    }
}
