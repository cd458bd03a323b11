import Checkout
import Testing

@Suite struct `Items of a session` {
    private let plan = CheckoutSession.Item(kind: "plan", reference: "p", quantity: 2)
    private let seat = CheckoutSession.Item(kind: "seat", reference: "s")
    private let addOn = CheckoutSession.Item(kind: "add_on", reference: "a", quantity: 7)

    @Test func `are empty at first`() {
        let items = Items()
        #expect(items.isEmpty)
        #expect(items.first == nil)
        #expect(Array(items) == [])
        #expect(items == Items([]))
    }

    @Test func `are in the order in which they were added`() {
        var items = Items(plan)
        #expect(items.count == 1)
        #expect(items.first == plan)
        items.append(seat)
        items.append(addOn)
        #expect(Array(items) == [plan, seat, addOn])
        #expect(items == Items([plan, seat, addOn]))
        #expect(items != Items([plan, addOn, seat]))
        #expect(Array(items.reversed()) == [addOn, seat, plan])
    }

    @Test func `are changed one by one`() {
        var items = Items([plan, seat])
        items[0].quantity = 3
        items[1] = addOn
        #expect(items.map(\.quantity) == [3, 7])
        #expect(items.map(\.kind) == ["plan", "add_on"])
    }
}
