/// One field of a response. `ResponseEncoder` drops a field whose name is not a token, and sends a space for each byte
/// that a value may not hold, so that the text of a field cannot add a line to the head.
package struct HeaderField: Sendable, Equatable {
    /// The name, in the spelling in which it is sent.
    package let name: String
    /// The value; a space is sent for each byte that a field may not hold.
    package let value: String

    /// A field with this name and value.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Field lines that many responses share, encoded once.
package struct FieldBlock: Sendable, Equatable {
    /// The lines as they are sent. Each begins with the CRLF that ends the line before it.
    package let lines: [UInt8]

    /// Leaves out the fields that the encoder writes itself (see ``Response/fields``).
    package init(_ fields: [HeaderField]) {
        var lines: [UInt8] = []
        for field in fields { ResponseEncoder.append(field, to: &lines) }
        self.lines = lines
    }
}
