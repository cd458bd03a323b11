import Checkout
import Testing

@testable import SQLiteStorage

/// Checkpoints copy the log often, and seldom wait for readers.
@Suite struct `A plan of checkpoints` {
    typealias Step = (logPages: Int, due: SQLiteConnection.Checkpoint?, isBusy: Bool)

    /// A checkpoint every ten pages.
    static let tables: [[Step]] = [
        // One checkpoint for several steps, and not more.
        [(9, nil, false), (10, .passive, false), (19, nil, false), (20, .passive, false), (45, .passive, false)],
        // The count starts again after a log restart.
        [(30, .passive, false), (5, nil, false), (10, .passive, false), (19, nil, false), (20, .passive, false)],
        // From eight times as many pages on, a checkpoint waits for readers, until one succeeds.
        [(79, .passive, false), (89, .restart, false), (99, .restart, false)],
        // While a reader goes on reading, the next try comes at twice the length.
        [
            (80, .restart, true), (90, .passive, false), (150, .passive, false), (159, nil, false),
            (160, .restart, true), (170, .passive, false), (319, .passive, false), (329, .restart, true),
            (657, .passive, false), (667, .restart, false), (677, .restart, false),
        ],
        // A log that starts anew resets the plan.
        [(80, .restart, true), (1, nil, false), (79, .passive, false), (89, .restart, false)],
    ]

    @Test(arguments: tables.indices)
    func `says what is due`(table: Int) {
        var plan = CheckpointPlan(everyPages: 10)
        for step in Self.tables[table] {
            #expect(plan.next(logPages: step.logPages) == step.due, "\(step.logPages) pages")
            if step.isBusy { plan.noteBusy() }
        }
    }

    /// With a patience of an hour, each write would take as long.
    @Test(.timeLimit(.minutes(10)))
    func `keeps writes from waiting for a reader that never ends`() throws {
        let folder = TemporaryFolder()
        var options = SQLiteOptions()
        options.checkpointPages = 2
        options.busyTimeoutMilliseconds = 3_600_000
        let writer = try SQLiteWriter(path: folder.database, options: options)
        _ = try writer.account(named: "first")
        let other = try SQLiteConnection(path: folder.database, role: .reader)
        try other.execute("BEGIN")
        #expect(try other.integer("SELECT count(*) FROM accounts") == 1)
        for number in 0..<100 {
            _ = try writer.account(named: "\(number)")
            writer.checkpointIfDue()
        }
        #expect(try other.integer("SELECT count(*) FROM accounts") == 1)
        try other.execute("COMMIT")
        #expect(try other.integer("SELECT count(*) FROM accounts") == 101)
        writer.close()
    }

    @Test func `learns whether a reader was in the way`() throws {
        let folder = TemporaryFolder()
        try SQLiteWriter(path: folder.database).close()
        let connection = try SQLiteConnection(path: folder.database, role: .writer)
        try connection.execute("INSERT INTO accounts (name) VALUES ('a')")
        let other = try SQLiteConnection(path: folder.database, role: .reader)
        try other.execute("BEGIN")
        _ = try other.integer("SELECT count(*) FROM accounts")
        // The whole log can be copied, but it cannot be started anew.
        #expect(try connection.checkpoint(.passive))
        #expect(try !connection.checkpoint(.restart))
        try other.execute("COMMIT")
        #expect(try connection.checkpoint(.restart))
    }
}
