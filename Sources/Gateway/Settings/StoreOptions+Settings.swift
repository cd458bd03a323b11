import Server
import Storage

extension StoreOptions {
    /// The bounds that the settings have for the store.
    init(_ settings: Settings) {
        self.init()
        pendingWritesMax = settings.pendingWritesMax
        batchRowsMax = settings.batchRowsMax
        // A loop reads on its own thread, and one that waits for a connection keeps all its clients waiting. So there is
        // one for each, however slow the reads of the others are.
        var limits = ServerLimits()
        limits.loops = settings.loopCount
        readers = max(readers, limits.loopCount)
    }
}
