import Server
import Synchronization

/// One token bucket for each address that has sent wrong credentials, so that nobody can try keys for ever.
///
/// Only failures are counted. An empty bucket refuses a request before its credential is checked, so that the answer
/// does not tell an attacker whether the last guess was right. IPv6 addresses are counted by their /64 network.
final class AuthenticationLimit: Sendable {
    private let bucket: TokenBucket
    private let table: Mutex<BucketTable>
    /// The moment when all buckets are full again. A request looks only at this while there are no failures, which is
    /// nearly always.
    private let allFullAt = Atomic(TokenBucket.full)

    /// The most addresses that are remembered, which take a megabyte. An attacker with more addresses has more than ten
    /// times as many guesses anyway.
    static let addressesMax = 65_536

    init(_ bucket: TokenBucket, addressesMax: Int = AuthenticationLimit.addressesMax) {
        self.bucket = bucket
        table = Mutex(BucketTable(entriesMax: addressesMax))
    }

    /// The allowance of an address that is over its limit; nil for another address.
    func excess(of address: PeerAddress, at now: Int64) -> Allowance? {
        guard allFullAt.load(ordering: .relaxed) > now else { return nil }
        let allowance = bucket.look(table.withLock { $0.moment(of: address.network) }, at: now)
        return allowance.isExceeded ? allowance : nil
    }

    /// Counts a failure. Requests on several threads may each have seen the last allowed failure, so there can be as
    /// many too many as there are threads, but not more.
    func charge(_ address: PeerAddress, at now: Int64) {
        table.withLock { table in
            var moment = table.moment(of: address.network)
            _ = bucket.take(&moment, at: now)
            table.set(moment, of: address.network)
            allFullAt.store(max(moment, allFullAt.load(ordering: .relaxed)), ordering: .relaxed)
        }
    }
}
