import Wire

/// Reads days as the server's date library does: more loosely than ISO 8601, but checked against the calendar.
enum MeteroidDate {
    /// Why a text is not a day, in the order of the reader's checks.
    enum Fault: Error {
        case invalid, outOfRange, tooShort, tooLong

        /// The library's message.
        var words: String {
            switch self {
            case .invalid: "input contains invalid characters"
            case .outOfRange: "input is out of range"
            case .tooShort: "premature end of input"
            case .tooLong: "trailing input"
            }
        }
    }

    /// A year of up to four digits, or of any number of digits after a sign; a month and a day of one or two digits;
    /// blanks are allowed around each part.
    static func read(_ text: ArraySlice<UInt8>) throws(Fault) -> CalendarDate {
        var rest = text
        let year = try readYear(&rest)
        try readHyphen(&rest)
        let month = try readNumber(&rest, digitsMax: 2)
        guard (1...12).contains(month) else { throw .outOfRange }
        try readHyphen(&rest)
        let day = try readNumber(&rest, digitsMax: 2)
        guard (1...31).contains(day) else { throw .outOfRange }
        skipBlanks(&rest)
        guard rest.isEmpty else { throw .tooLong }
        guard let date = CalendarDate(year: year, month: month, day: day) else { throw .outOfRange }
        return date
    }

    private static func readYear(_ rest: inout ArraySlice<UInt8>) throws(Fault) -> Int {
        skipBlanks(&rest)
        guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return try readNumber(&rest, digitsMax: 4)
        }
        rest.removeFirst()
        let magnitude = try readNumber(&rest, digitsMax: .max, skipsBlanks: false)
        let year = sign == UInt8(ascii: "-") ? -magnitude : magnitude
        // The years that the library supports.
        guard (-262_143...262_142).contains(year) else { throw .outOfRange }
        return year
    }

    private static func readHyphen(_ rest: inout ArraySlice<UInt8>) throws(Fault) {
        skipBlanks(&rest)
        guard let first = rest.first else { throw .tooShort }
        guard first == UInt8(ascii: "-") else { throw .invalid }
        rest.removeFirst()
    }

    private static func readNumber(
        _ rest: inout ArraySlice<UInt8>, digitsMax: Int, skipsBlanks: Bool = true
    ) throws(Fault) -> Int {
        if skipsBlanks { skipBlanks(&rest) }
        guard let first = rest.first else { throw .tooShort }
        guard ASCII.isDigit(first) else { throw .invalid }
        let digits = rest.prefix(digitsMax).prefix(while: ASCII.isDigit)
        rest = rest.dropFirst(digits.count)
        guard let number = ASCII.natural(digits) else { throw .outOfRange }
        return number
    }

    private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }
}
