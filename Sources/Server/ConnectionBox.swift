/// Where a loop keeps a connection: an array holds only what may be copied, and a connection may not.
final class ConnectionBox {
    var connection: Connection

    init(_ connection: consuming Connection) {
        self.connection = connection
    }
}
