import Server
import Storage
import Wire

extension ServerLimits {
    /// The bounds that the settings name; those that they do not are the server's own.
    init(_ settings: Settings) {
        self.init()
        loops = settings.loopCount
        connectionsMax = settings.connectionsMax
        let perAddressMax = settings.connectionsPerAddressMax
        connectionsPerPeerMax = perAddressMax > 0 ? perAddressMax : settings.connectionsMax
        connectionsPerPeerExempt = settings.trustedProxies
        idleTimeoutMilliseconds = settings.idleTimeoutMilliseconds
        headTimeoutMilliseconds = settings.headTimeoutMilliseconds
        bodySilenceTimeoutMilliseconds = settings.bodyTimeoutMilliseconds
        bodyTimeoutMilliseconds = settings.bodyTimeoutMilliseconds * 3
        writeTimeoutMilliseconds = settings.writeTimeoutMilliseconds
        http.requestLineBytesMax = settings.requestLineBytesMax
        http.headBytesMax = settings.headBytesMax
        http.fieldLinesMax = settings.headLinesMax
        http.bodyBytesMax = settings.bodyBytesMax
    }
}

extension StoreOptions {
    /// The bounds that the settings name; those that they do not are the store's own.
    init(_ settings: Settings) {
        self.init()
        pendingWritesMax = settings.pendingWritesMax
        batchRowsMax = settings.batchRowsMax
        // A loop reads on its own thread, and one that waits for a connection keeps all its clients waiting. So there is
        // one for each, however slow the reads of the others are.
        readers = max(readers, ServerLimits(settings).loopCount)
    }
}
