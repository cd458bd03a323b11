import Checkout
import Testing

@Suite struct `A catalogue` {
    @Test(arguments: [
        (Catalogue.Entry(reference: "plan_1"), "a reference that is taken"),
        (Catalogue.Entry(reference: "basic"), "a reference that is an alias"),
        (Catalogue.Entry(reference: "plan_2", alias: "plan_1"), "an alias that is taken"),
        (Catalogue.Entry(reference: "plan_2", alias: "second", isDefault: true), "a second default"),
    ])
    func `refuses an entry without adding a part of it`(_ entry: Catalogue.Entry, _ reason: String) throws {
        let first = Catalogue.Entry(reference: "plan_1", alias: "basic", name: "Basic", isDefault: true)
        var catalogue = Catalogue()
        let isFirstAdded = catalogue.add(first, to: "duro.plan")
        #expect(isFirstAdded)
        let isAdded = catalogue.add(entry, to: "duro.plan")
        #expect(!isAdded, "\(reason)")
        #expect(try catalogue.entry("plan_1", of: "duro.plan") == first)
        #expect(try catalogue.entry("basic", of: "duro.plan") == first)
        #expect(catalogue.defaultEntry(of: "duro.plan") == first)
        for name in ["plan_2", "second"] {
            #expect(throws: Failure.self, "\(reason): \(name)") { try catalogue.entry(name, of: "duro.plan") }
        }
    }

    @Test func `has a default for each kind`() {
        var catalogue = Catalogue()
        for kind in ["duro.plan", "billing.price"] {
            let entry = Catalogue.Entry(reference: "one", name: kind, isDefault: true)
            let isAdded = catalogue.add(entry, to: kind)
            #expect(isAdded)
            #expect(catalogue.defaultEntry(of: kind) == entry)
        }
        let isAdded = catalogue.add(Catalogue.Entry(reference: "two"), to: "duro.plan")
        #expect(isAdded)
        #expect(catalogue.kinds == ["billing.price", "duro.plan"])
    }
}
