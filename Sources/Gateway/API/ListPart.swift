import Checkout
import Wire

/// Which part of a list a caller asks for, by the parameters `limit` and `cursor`.
struct ListPart: Sendable {
    /// The most entries.
    let limit: Int
    /// The key of the entry after which the part begins; nil: at the beginning.
    let after: Int64?
    private let list: ListCursor.List
    private let filter: [UInt8]
    private let links: Links

    private static let limitMax = 100
    private static let limitDefault = 20

    /// Throws a problem with status 400.
    init(_ query: QueryParameters, of list: ListCursor.List, _ links: Links) throws(ProblemDetails) {
        self.list = list
        self.links = links
        filter = query.spelling(without: ["cursor", "limit"])
        if let text = query["limit"] {
            guard let number = ASCII.natural(text), (1...Self.limitMax).contains(number) else {
                throw .badRequest("limit has to be 1 to \(Self.limitMax).")
            }
            limit = number
        } else {
            limit = Self.limitDefault
        }
        if let text = query["cursor"] {
            guard let cursor = ListCursor(text, of: list, filter: filter, links) else {
                throw .badRequest("cursor has to be a next_cursor of this list, asked for with the same filter.")
            }
            after = cursor.key
        } else {
            after = nil
        }
    }

    /// The cursor of the part that begins after the entry with this key.
    func cursor(after key: Int64) -> ListCursor {
        ListCursor(key, of: list, filter: filter, links)
    }
}
