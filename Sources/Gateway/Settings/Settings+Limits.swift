import Checkout
import Server
import Wire

extension ServerLimits {
    /// The bounds from the settings; all others are the server's defaults.
    init(_ settings: Settings) {
        self.init()
        loops = settings[.loops]
        connectionsMax = settings[.connectionsMax]
        let perAddressMax = settings[.connectionsPerAddressMax]
        connectionsPerPeerMax = perAddressMax > 0 ? perAddressMax : settings[.connectionsMax]
        connectionsPerPeerExempt = settings[.trustedProxies]
        idleTimeoutMilliseconds = settings[.idleTimeout].milliseconds
        headTimeoutMilliseconds = settings[.headTimeout].milliseconds
        bodySilenceTimeoutMilliseconds = settings[.bodyTimeout].milliseconds
        bodyTimeoutMilliseconds = settings[.bodyTimeout].milliseconds * 3
        writeTimeoutMilliseconds = settings[.writeTimeout].milliseconds
        http.requestLineBytesMax = settings[.requestLineBytesMax]
        http.headBytesMax = settings[.headBytesMax]
        http.fieldLinesMax = settings[.headLinesMax]
        http.bodyBytesMax = settings[.bodyBytesMax]
    }
}

extension StoreLimits {
    /// The bounds from the settings; all others are the store's defaults.
    init(_ settings: Settings) {
        self.init()
        commits.pendingWritesMax = settings[.pendingWritesMax]
        commits.batchRowsMax = settings[.batchRowsMax]
        // A loop reads on its own thread, and makes all its clients wait if it waits for a connection to the database.
        // So each loop has a connection, however slow the reads of other loops are. The sender of webhooks has one too.
        readers = max(readers, ServerLimits(settings).loopCount + 1)
    }
}
