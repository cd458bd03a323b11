/// Holds a connection for the loop's array, because arrays hold only values that can be copied.
final class ConnectionBox {
    var connection: Connection

    init(_ connection: consuming Connection) {
        self.connection = connection
    }
}
