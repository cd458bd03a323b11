package import Checkout
import Wire

/// The items of a session in the three columns of its row.
///
/// A single item is stored as its kind, its reference and its quantity. Several items are stored without a kind: the
/// reference is a JSON array with `[kind, reference, quantity]` for each item, and the quantity is the number of items.
/// So this version reads the rows of all versions, and an earlier version, which knows only single items, reads several
/// items as no items.
package struct StoredItem: Sendable {
    package let kind: String?
    package let reference: String
    package let quantity: Int64

    package init(kind: String?, reference: String, quantity: Int64) {
        self.kind = kind
        self.reference = reference
        self.quantity = quantity
    }

    /// Nil if there are no items.
    package init?(_ items: Items) {
        guard items.count > 1 else {
            guard let only = items.first else { return nil }
            self.init(kind: only.kind, reference: only.reference, quantity: only.quantity)
            return
        }
        var json = JSONWriter()
        json.array { json in
            for item in items {
                json.array { json in
                    json.string(item.kind)
                    json.string(item.reference)
                    json.int(item.quantity)
                }
            }
        }
        let text = String(decoding: json.finish(), as: UTF8.self)
        self.init(kind: nil, reference: text, quantity: Int64(items.count))
    }

    /// The items; nil if the columns are damaged.
    package var items: Items? {
        if let kind { return Items(CheckoutSession.Item(kind: kind, reference: reference, quantity: quantity)) }
        let document = JSONDocument(utf8: Array(reference.utf8))
        guard document.fault == nil, let root = document.root, root.kind == .array else { return nil }
        var items = Items()
        for element in root.elements {
            let parts = Array(element.elements)
            guard parts.count == 3, let kind = parts[0].string, let reference = parts[1].string,
                let quantity = JSONNumber.int64(parts[2].source)
            else { return nil }
            items.append(CheckoutSession.Item(kind: kind, reference: reference, quantity: quantity))
        }
        return items.count == Int(clamping: quantity) ? items : nil
    }
}
