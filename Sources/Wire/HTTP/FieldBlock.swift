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
