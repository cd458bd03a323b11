import Testing

@testable import Checkout

@Suite struct `An adjustment of a number` {
    @Test(arguments: [
        (Adjustment.add(7, max: 100), Int64(5), Int64(12)), (.add(7, max: 10), 5, 10), (.add(7, max: 3), 5, 5),
        (.add(.max, max: 100), 5, 100), (.raise(to: 7), 5, 7), (.raise(to: 3), 5, 5), (.raise(to: -1), 0, 0),
        (.clear, 0, 0), (.clear, .max, 0),
    ])
    func `never makes it smaller, unless it is cleared`(_ adjustment: Adjustment, _ before: Int64, _ after: Int64) {
        #expect(adjustment.applied(to: before) == after)
    }

    @Test func `is the same in any order, as long as all add`() {
        let steps = (1...50).map { Adjustment.add($0, max: .max) }
        #expect(steps.shuffled().reduce(0) { $1.applied(to: $0) } == 1_275)
    }
}
