/// Field lines that many answers have in common, written once.
package struct FieldBlock: Sendable, Equatable {
    /// The lines as they are sent, each behind the CRLF of the one before it.
    package let lines: [UInt8]

    /// Fields that no response may set itself (``Response/fields``) are left out.
    package init(_ fields: [HeaderField]) {
        var lines: [UInt8] = []
        for field in fields { ResponseEncoder.append(field, to: &lines) }
        self.lines = lines
    }
}
