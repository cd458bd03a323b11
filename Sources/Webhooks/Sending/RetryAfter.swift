package import Wire

/// The field with which an answer asks for some time without requests (RFC 9110 §10.2.3).
package enum RetryAfter {
    /// The seconds of the field's value, which are a number or end at an HTTP date; nil for any other text. A date that
    /// has passed is 0.
    ///
    /// - Parameter now: the real time.
    package static func seconds(_ value: some Collection<UInt8>, at now: Timestamp) -> Int64? {
        let text = ASCII.trimmed(Array(value)[...])
        // A number beyond `Int64` is a long time, too.
        if !text.isEmpty, text.allSatisfy(ASCII.isDigit) { return ASCII.natural(text).map(Int64.init) ?? .max }
        guard let moment = date(text) else { return nil }
        return max(0, (moment.microseconds - now.microseconds) / 1_000_000)
    }

    /// `IMF-fixdate` of RFC 9110 §5.6.7. The two obsolete forms of a date are not read.
    private static func date(_ text: ArraySlice<UInt8>) -> Timestamp? {
        let text = Array(text)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard text.count == 29, ASCII.equal(text[25...], " GMT"), ASCII.equal(text[3..<5], ", "),
            [7, 11, 16].allSatisfy({ text[$0] == UInt8(ascii: " ") }),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(text[8..<11]) })
        else { return nil }
        // The same moment in the other spelling of a date, which has a reader.
        var spelling = Array(text[12..<16])
        spelling.append(utf8: month < 9 ? "-0\(month + 1)-" : "-\(month + 1)-")
        spelling += text[5..<7]
        spelling.append(utf8: "T")
        spelling += text[17..<25]
        spelling.append(utf8: "Z")
        return Timestamp(rfc3339: spelling[...])
    }
}
