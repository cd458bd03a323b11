/// The items that a session is for, in the order of the request. Most sessions have one; some have none or several.
///
/// A single item is stored inline, because an array would cost an allocation in every session.
package struct Items: Sendable, Equatable, RandomAccessCollection, MutableCollection {
    private enum Storage: Sendable, Equatable {
        case none
        case one(CheckoutSession.Item)
        /// Two items or more.
        case several([CheckoutSession.Item])
    }

    private var storage: Storage

    package init() {
        storage = .none
    }

    package init(_ item: CheckoutSession.Item) {
        storage = .one(item)
    }

    package init(_ items: some Sequence<CheckoutSession.Item>) {
        let items = Array(items)
        storage = items.count > 1 ? .several(items) : items.first.map { .one($0) } ?? .none
    }

    package mutating func append(_ item: CheckoutSession.Item) {
        switch storage {
        case .none: storage = .one(item)
        case .one(let first): storage = .several([first, item])
        case .several(var items):
            storage = .none
            items.append(item)
            storage = .several(items)
        }
    }

    /// Nil if there are no items.
    package var first: CheckoutSession.Item? {
        switch storage {
        case .none: nil
        case .one(let item): item
        case .several(let items): items[0]
        }
    }

    package var startIndex: Int { 0 }

    package var endIndex: Int { count }

    package var count: Int {
        switch storage {
        case .none: 0
        case .one: 1
        case .several(let items): items.count
        }
    }

    package subscript(position: Int) -> CheckoutSession.Item {
        get {
            if case .several(let items) = storage { return items[position] }
            guard position == 0, let first else { preconditionFailure("An index must be below the number of items.") }
            return first
        }
        set {
            precondition(indices.contains(position), "An index must be below the number of items.")
            guard case .several(var items) = storage else {
                storage = .one(newValue)
                return
            }
            storage = .none
            items[position] = newValue
            storage = .several(items)
        }
    }
}
