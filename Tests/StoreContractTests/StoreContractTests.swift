import Checkout
import SQLiteStorage
import TestSupport
import Testing

/// Every engine does what every scenario says.
@Suite struct `The contract of stores` {
    /// The engines. One line adds a new engine.
    static let engines = [
        TestedEngine("SQLite") { SQLiteEngine(path: $0 + "/store.db") },
        TestedEngine("SQLite, answering late") { LateEngine(SQLiteEngine(path: $0 + "/store.db")) },
    ]

    /// The table of scenarios. Each runs with a store of its own.
    static let scenarios =
        Scenario.sessions + Scenario.numbers + Scenario.lists + Scenario.moves + Scenario.payments + Scenario.timelines
        + Scenario.claims + Scenario.sweeps + Scenario.records + Scenario.limits + Scenario.openings
        + Scenario.endpoints + Scenario.secrets + Scenario.removal + Scenario.outbox + Scenario.deliveries
        + Scenario.deliveryLists

    @Test(arguments: engines, scenarios) func `is kept`(by engine: TestedEngine, when scenario: Scenario) throws {
        try scenario.run(Trial(engine))
    }
}

/// An engine under test.
struct TestedEngine: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Makes an engine for a store that does not exist yet, in an empty folder.
    let make: @Sendable (_ folder: String) -> any StoreEngine

    init(_ name: String, make: @escaping @Sendable (_ folder: String) -> any StoreEngine) {
        testDescription = name
        self.make = make
    }
}

/// One thing that a store has to do.
struct Scenario: Sendable, CustomTestStringConvertible {
    /// What the store does, as a sentence.
    let testDescription: String
    let run: @Sendable (Trial) throws -> Void

    init(_ sentence: String, _ run: @escaping @Sendable (Trial) throws -> Void) {
        testDescription = sentence
        self.run = run
    }
}
