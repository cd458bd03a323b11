import Checkout
import Wire

/// The position in a list after the last entry that was looked at, valid only in the same list with the same filter.
///
/// It is 11 digits of base 62 for that entry's key, then 22 for 128 bits of a code of the list, the key and the filter
/// under the gateway's secret. A cursor that was made up, cut off, or given for another filter is therefore refused,
/// and cannot skip entries.
struct ListCursor {
    /// What a cursor continues.
    enum List: String {
        case sessions = "list"
        case deliveries = "deliveries"
        /// The deliveries of an endpoint that are made pending again, oldest first.
        case recovery = "recovery"
    }

    /// The key of the last entry, which the list defines. It is not negative.
    let key: Int64
    /// The value of the parameter `cursor`.
    let text: [UInt8]

    /// - Parameter filter: all values that select or order the list, in one spelling.
    init(_ key: Int64, of list: List, filter: [UInt8], _ links: Links) {
        self.key = key
        var message = Array(list.rawValue.utf8)
        for index in 0..<8 { message.append(UInt8(truncatingIfNeeded: key >> Int64(56 - 8 * index))) }
        let code = links.code(of: (message + filter).span)
        var text: [UInt8] = []
        Base62.append(word: UInt64(bitPattern: key), to: &text)
        Base62.append(word: code.number(0), to: &text)
        Base62.append(word: code.number(1), to: &text)
        self.text = text
    }

    /// Nil if this gateway has not given the text for this list with this filter.
    init?(_ text: ArraySlice<UInt8>, of list: List, filter: [UInt8], _ links: Links) {
        guard let number = try? Base62.decode(text.prefix(11)), let key = Int64(exactly: number) else { return nil }
        let given = ListCursor(key, of: list, filter: filter, links)
        guard ASCII.equalInConstantTime(given.text.span, text.span) else { return nil }
        self = given
    }
}
