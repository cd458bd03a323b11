/// A sender's object that goes along with a write and comes back with its result, so that the sender knows which write
/// it is.
package protocol WriteReceipt: AnyObject, Sendable {}

/// The result of one write, with its receipt.
package struct WriteOutcome: Sendable {
    package let receipt: any WriteReceipt
    package let result: Result<Written, StoreFailure>

    package init(receipt: any WriteReceipt, result: Result<Written, StoreFailure>) {
        self.receipt = receipt
        self.result = result
    }
}
