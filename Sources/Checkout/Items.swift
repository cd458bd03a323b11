/// The items that a session is for, in the order of the request. Most sessions have one; some have none or several.
///
/// The first item is stored inline, because an array would cost an allocation in every session.
package struct Items: Sendable, Equatable, RandomAccessCollection, MutableCollection {
    /// Nil if there are no items.
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
            guard let first else { preconditionFailure("An index must be below the number of items.") }
            return first
        }
        set {
            if position == 0 {
                precondition(first != nil, "An index must be below the number of items.")
                first = newValue
            } else {
                others[position - 1] = newValue
            }
        }
    }
}
