/// Why a server could not start. `code` is the value of `errno`.
package enum ServerFault: Error, Sendable, Hashable {
    /// The host is not an address, and no address is found for it as a name.
    case hostUnknown(String)
    /// The address cannot be bound or listened on.
    case addressUnavailable(code: Int32)
    /// The system gives no epoll or eventfd descriptor.
    case resourcesUnavailable(code: Int32)
}
