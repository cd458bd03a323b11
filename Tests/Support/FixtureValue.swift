package import Wire

/// A JSON value of a fixture with its path in the file, so that each fault names the member to correct.
package struct FixtureValue: Sendable {
    package let json: JSON
    /// The file, and the members that lead to the value.
    package let place: String

    package init(_ json: JSON, _ place: String) {
        self.json = json
        self.place = place
    }

    /// A member that has to be there. Throws ``FixtureFault``.
    package func member(_ name: String) throws(FixtureFault) -> FixtureValue {
        guard let member = optional(name) else { throw FixtureFault("\(place) has no member \"\(name)\".") }
        return member
    }

    /// A member that may be left out.
    package func optional(_ name: String) -> FixtureValue? {
        json.member(bytes: name.utf8).map { FixtureValue($0, "\(place), \(name)") }
    }

    /// The members of an object, in the order of the file. Throws ``FixtureFault`` for any other value.
    package func members() throws(FixtureFault) -> [(name: String, value: FixtureValue)] {
        guard json.kind == .object else { throw FixtureFault("\(place) has to be an object.") }
        return json.members.map { name, value in
            let name = name.string ?? ""
            return (name, FixtureValue(value, "\(place), \(name)"))
        }
    }

    /// Throws ``FixtureFault`` if an object has a member with another name than these.
    package func allow(only names: Set<String>) throws(FixtureFault) {
        for (name, _) in try members() where !names.contains(name) {
            throw FixtureFault("\(place) has a member \"\(name)\", which nothing reads.")
        }
    }

    /// The elements of an array. Throws ``FixtureFault`` for any other value.
    package func elements() throws(FixtureFault) -> [FixtureValue] {
        guard json.kind == .array else { throw FixtureFault("\(place) has to be an array.") }
        return json.elements.enumerated().map { FixtureValue($1, "\(place), element \($0 + 1)") }
    }

    /// The characters of a string. Throws ``FixtureFault`` for any other value.
    package func text() throws(FixtureFault) -> String {
        guard let text = json.string else { throw FixtureFault("\(place) has to be a string.") }
        return text
    }

    /// The strings of an array. Throws ``FixtureFault`` for any other value.
    package func texts() throws(FixtureFault) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    /// Throws ``FixtureFault`` for a value that is neither `true` nor `false`.
    package func bool() throws(FixtureFault) -> Bool {
        guard let bool = json.bool else { throw FixtureFault("\(place) has to be true or false.") }
        return bool
    }

    /// Throws ``FixtureFault`` for a value that is not a whole number of 64 bits.
    package func integer() throws(FixtureFault) -> Int64 {
        guard json.kind == .integer, let integer = JSONNumber.int64(json.source) else {
            throw FixtureFault("\(place) has to be a whole number.")
        }
        return integer
    }

    /// The value as JSON without white space between its parts.
    package var compact: String {
        var bytes: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in json.source {
            if isInString || !" \n\r\t".utf8.contains(byte) { bytes.append(byte) }
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
