/// What a session is for: no item, one in most cases, or several, in the order of the request.
///
/// The first item is stored inline, because an array would be an allocation for every session.
package struct Items: Sendable, Equatable, RandomAccessCollection, MutableCollection {
    /// Nil if there is no item.
    package private(set) var first: CheckoutSession.Item?
    private var others: [CheckoutSession.Item] = []

    package init() {}

    package init(_ item: CheckoutSession.Item) {
        first = item
    }

    package init(_ items: some Sequence<CheckoutSession.Item>) {
        for item in items { append(item) }
    }

    package mutating func append(_ item: CheckoutSession.Item) {
        if first == nil { first = item } else { others.append(item) }
    }

    package var startIndex: Int { 0 }

    package var endIndex: Int { first == nil ? 0 : 1 + others.count }

    package subscript(position: Int) -> CheckoutSession.Item {
        get {
            guard position == 0 else { return others[position - 1] }
            guard let first else { preconditionFailure("There is no item at an index beyond the last one.") }
            return first
        }
        set {
            if position == 0 {
                precondition(first != nil, "There is no item at an index beyond the last one.")
                first = newValue
            } else {
                others[position - 1] = newValue
            }
        }
    }
}
