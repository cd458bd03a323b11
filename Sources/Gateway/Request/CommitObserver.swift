import Checkout

/// A receipt with which a part of the gateway learns the results of its own writes.
protocol CommitObserver: WriteReceipt {
    /// Called on the store's thread, once, after the commit.
    func committed(_ result: Result<Written, StoreFailure>)
}
