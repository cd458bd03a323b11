import Checkout
import Wire

/// The position in a list after the last session that was looked at, valid only with the same filter.
///
/// It is 11 digits of base 62 for that session's key, then 22 for 128 bits of a code of the key and the filter under
/// the gateway's secret. A cursor that was made up, cut off, or given for another filter is therefore refused, and
/// cannot skip sessions.
struct ListCursor {
    /// The position that the list continues at.
    let position: ListPosition
    /// The value of the parameter `cursor`.
    let text: [UInt8]

    /// - Parameter filter: all values that select or order the list, in one spelling.
    init(_ position: ListPosition, filter: [UInt8], _ links: Links) {
        self.position = position
        let key = position.key
        var message = Array("list".utf8)
        for index in 0..<8 { message.append(UInt8(truncatingIfNeeded: key >> Int64(56 - 8 * index))) }
        let code = links.code(of: (message + filter).span)
        var text: [UInt8] = []
        Base62.append(word: UInt64(bitPattern: key), to: &text)
        Base62.append(word: code.number(0), to: &text)
        Base62.append(word: code.number(1), to: &text)
        self.text = text
    }

    /// Nil if this gateway has not given the text for a list with this filter.
    init?(_ text: ArraySlice<UInt8>, filter: [UInt8], _ links: Links) {
        guard let number = try? Base62.decode(text.prefix(11)), let key = Int64(exactly: number),
            let position = ListPosition(key: key)
        else { return nil }
        let given = ListCursor(position, filter: filter, links)
        guard ASCII.equalInConstantTime(given.text.span, text.span) else { return nil }
        self = given
    }
}
