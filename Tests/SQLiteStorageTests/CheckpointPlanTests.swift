import Checkout
import Storage
import Testing

@testable import SQLiteStorage

/// The log is copied often, and readers are waited for seldom.
@Suite struct `A plan of checkpoints` {
    typealias Step = (logPages: Int, due: SQLiteConnection.Checkpoint?, isBusy: Bool)

    /// Every ten pages.
    static let tables: [[Step]] = [
        // As often as that, and no more often.
        [(9, nil, false), (10, .passive, false), (19, nil, false), (20, .passive, false), (45, .passive, false)],
        // From the start again where the log is.
        [(30, .passive, false), (5, nil, false), (10, .passive, false), (19, nil, false), (20, .passive, false)],
        // Readers are waited for from eight times as many on, each time that succeeds.
        [(79, .passive, false), (89, .restart, false), (99, .restart, false)],
        // Where one reads on, at twice the length each time.
        [
            (80, .restart, true), (90, .passive, false), (150, .passive, false), (159, nil, false),
            (160, .restart, true), (170, .passive, false), (319, .passive, false), (329, .restart, true),
            (657, .passive, false), (667, .restart, false), (677, .restart, false),
        ],
        // What was is over when the log is started anew.
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

    /// An hour of patience would be as much for each of the writes.
    @Test(.timeLimit(.minutes(10)))
    func `keeps writes from waiting for somebody who never ends reading`() throws {
        let folder = TemporaryFolder()
        var options = StoreOptions()
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

    @Test func `is told whether a reader was in the way`() throws {
        let folder = TemporaryFolder()
        try SQLiteWriter(path: folder.database).close()
        let connection = try SQLiteConnection(path: folder.database, role: .writer)
        try connection.execute("INSERT INTO accounts (name) VALUES ('a')")
        let other = try SQLiteConnection(path: folder.database, role: .reader)
        try other.execute("BEGIN")
        _ = try other.integer("SELECT count(*) FROM accounts")
        // All of the log can be copied, and it cannot be started anew.
        #expect(try connection.checkpoint(.passive))
        #expect(try !connection.checkpoint(.restart))
        try other.execute("COMMIT")
        #expect(try connection.checkpoint(.restart))
    }
}
