/// One field of a response. `ResponseEncoder` drops a field whose name is no token and blanks what a value may not
/// hold, so no text that is put here can add a line to the head.
package struct HeaderField: Sendable, Equatable {
    /// The name as it is to be sent.
    package let name: String
    /// The value; octets that a field may not hold are sent as spaces.
    package let value: String

    /// A field to be sent.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
