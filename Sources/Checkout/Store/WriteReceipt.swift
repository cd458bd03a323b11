/// What a sender gives along with a write, to know by it what the answer is of.
package protocol WriteReceipt: AnyObject, Sendable {}

/// What became of one write.
package struct Settled: Sendable {
    package let receipt: any WriteReceipt
    package let result: Result<Written, StoreFailure>

    package init(receipt: any WriteReceipt, result: Result<Written, StoreFailure>) {
        self.receipt = receipt
        self.result = result
    }
}
