import Checkout
import Server
import Testing

@testable import Gateway

@Suite struct `Token bucket` {
    /// The tenth of a second at which a request comes, whether it is allowed, what is left, and when to come again.
    struct Step {
        let at: Int64
        let passes: Bool
        let remaining: Int
        let secondsToMore: Int

        init(_ at: Int64, _ passes: Bool, _ remaining: Int, _ secondsToMore: Int) {
            (self.at, self.passes, self.remaining, self.secondsToMore) = (at, passes, remaining, secondsToMore)
        }
    }

    private static let start: Int64 = 5_000_000_000

    private func run(_ bucket: TokenBucket, _ steps: [Step], sourceLocation: SourceLocation = #_sourceLocation) {
        var moment = TokenBucket.full
        for step in steps {
            let allowance = bucket.take(&moment, at: Self.start + step.at * 100_000)
            #expect(!allowance.isExceeded == step.passes, "at \(step.at)", sourceLocation: sourceLocation)
            #expect(allowance.remaining == step.remaining, "at \(step.at)", sourceLocation: sourceLocation)
            #expect(allowance.secondsToMore == step.secondsToMore, "at \(step.at)", sourceLocation: sourceLocation)
        }
    }

    @Test func `allows a burst, then one request each interval`() {
        run(
            TokenBucket("test", burst: 3, requests: 10, perSeconds: 60),
            [
                Step(0, true, 2, 6), Step(0, true, 1, 6), Step(10, true, 0, 5), Step(10, false, 0, 5),
                Step(59, false, 0, 1), Step(60, true, 0, 6), Step(61, false, 0, 6), Step(119, false, 0, 1),
                Step(120, true, 0, 6), Step(300, true, 2, 6), Step(100_000, true, 2, 6),
            ])
    }

    @Test func `keeps to its rate over a long time`() {
        let bucket = TokenBucket("test", burst: 20, requests: 7, perSeconds: 1)
        var moment = TokenBucket.full
        var passed = 0
        for tick in 0..<100_000 where !bucket.take(&moment, at: Int64(tick) * 1_000).isExceeded { passed += 1 }
        // A hundred seconds at seven a second, and the burst at the start.
        #expect((719...720).contains(passed))
    }

    @Test func `takes nothing from a bucket that is only read`() {
        let bucket = TokenBucket("test", burst: 1, requests: 1, perSeconds: 1)
        var moment = TokenBucket.full
        for _ in 0..<3 { #expect(!bucket.look(moment, at: 7).isExceeded) }
        _ = bucket.take(&moment, at: 7)
        for _ in 0..<3 { #expect(bucket.look(moment, at: 1_000_006).isExceeded) }
        #expect(!bucket.look(moment, at: 1_000_007).isExceeded)
    }

    @Test func `refuses no caller for longer than its capacity when the clock goes back`() {
        let bucket = TokenBucket("test", burst: 2, requests: 1, perSeconds: 1)
        var moment = TokenBucket.full
        for _ in 0..<3 { _ = bucket.take(&moment, at: 1_000_000_000) }
        // Another thread that read the clock a little earlier sees an empty bucket, not a full one.
        #expect(bucket.take(&moment, at: 999_999_000).isExceeded)
        #expect(!bucket.take(&moment, at: 1_000).isExceeded)
        for now in [Int64.min, -1, 0, Int64.max - 10_000_000] { _ = bucket.look(moment, at: now) }
        #expect(!bucket.look(Int64.max, at: Int64.min).isExceeded)
    }

    @Test(arguments: [
        ("credential", 20, 10, 1, 20, 2), ("authentication", 10, 10, 60, 10, 60), ("a", 1, 10_000, 1, 1, 1),
        ("a", 25, 10, 1, 25, 3), ("a", 1_000_000, 10_000, 1, 1_000_000, 100),
    ])
    func `has a quota of its burst and the time in which that fills`(
        _ name: String, _ burst: Int, _ requests: Int, _ seconds: Int, _ quota: Int, _ window: Int
    ) {
        let bucket = TokenBucket(name, burst: burst, requests: requests, perSeconds: seconds)
        #expect(bucket.quota == Quota(name: name, requests: quota, windowSeconds: window))
    }
}

@Suite struct `Table of buckets` {
    @Test func `remembers each key separately`() {
        var table = BucketTable(entriesMax: 4_096)
        for key in UInt64(0)..<500 { table.set(Int64(key) + 1, of: key) }
        for key in UInt64(0)..<500 { #expect(table.moment(of: key) == Int64(key) + 1) }
        #expect(table.moment(of: 500) == TokenBucket.full)
    }

    @Test func `forgets the fullest bucket first, and only one at a time`() {
        var table = BucketTable(entriesMax: 8)
        for key in UInt64(1)...8 { table.set(Int64(key) * 100, of: key) }
        // Key 3 has become the emptiest, key 1 is the fullest.
        table.set(10_000, of: 3)
        table.set(5_000, of: 99)
        #expect(table.moment(of: 1) == TokenBucket.full)
        #expect(table.moment(of: 99) == 5_000)
        #expect(table.moment(of: 3) == 10_000)
        for key in [2, 4, 5, 6, 7, 8] as [UInt64] { #expect(table.moment(of: key) == Int64(key) * 100) }
    }

    @Test func `of failures has a fixed size`() {
        let bucket = TokenBucket("test", burst: 1, requests: 1, perSeconds: 60)
        let limit = AuthenticationLimit(bucket, addressesMax: 64)
        let first = PeerAddress(ipv4: 203, 0, 113, 9, port: 1)
        limit.charge(first, at: 1_000_000)
        for number in 0..<10_000 {
            limit.charge(PeerAddress(ipv4: 10, 0, UInt8(number >> 8), UInt8(number & 0xff), port: 1), at: 1_000)
        }
        // All these have more in their buckets than the first one, so the first one is never removed.
        #expect(limit.excess(of: first, at: 1_000_000)?.isExceeded == true)
        #expect(limit.excess(of: first, at: 60_500_000) != nil)
        #expect(limit.excess(of: first, at: 61_000_000) == nil)
    }
}
