import Testing

@testable import Gateway

/// What the program does with the surroundings that it is started in.
@Suite struct `The program` {
    private let program = BuiltProgram()

    @Test(arguments: [">&-", "<&- >&-", "<&- >&- 2>&-", "2>&- >&-"])
    func `writes into none of its files where standard output is closed`(_ closed: String) throws {
        let status = try program.run(
            """
            "$0" serve --port 0 --database c.db 2>errors \(closed) & server=$!
            until [ -s c.db.lock ] && "$0" keys list --sandbox --database c.db >keys 2>&1; do
                kill -0 $server || exit 1
            done
            kill $server && wait $server && [ "$(cat c.db.lock)" = $server ]
            """)
        #expect(status == 0)
        #expect(program.text(of: "c.db.lock").count < 20, "\(program.text(of: "c.db.lock"))")
    }
}
