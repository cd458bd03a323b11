import Checkout
import Providers
import Testing
import Wire

/// The program in unusual environments.
@Suite struct `The program` {
    private let program = BuiltProgram()

    @Test(arguments: [">&-", "<&- >&-", "<&- >&- 2>&-", "2>&- >&-"])
    func `writes no output into its files if standard output is closed`(_ closed: String) throws {
        let status = try program.run(
            """
            "$0" serve --port 0 --database c.db 2>errors \(closed) & server=$!
            until [ -s c.db.lock ] && "$0" keys list --sandbox --database c.db >keys 2>&1; do
                kill -0 $server || exit 1
                sleep 0.02
            done
            holder=$server
            stop && [ "$(cat c.db.lock)" = $holder ]
            """)
        #expect(status == 0)
        #expect(program.text(of: "c.db.lock").count < 20, "\(program.text(of: "c.db.lock"))")
    }

    @Test(arguments: [">/dev/full", ">&-", "<&- >&-", ">&4"])
    func `fails if a secret could not be printed`(_ output: String) throws {
        // Descriptor 4 is a pipe whose only reader has gone.
        let status = try program.run(
            """
            mkfifo pipe && exec 3<>pipe 4>pipe 3<&-
            "$0" keys create --provider duro --create-database --database c.db 2>errors \(output)
            """)
        #expect(status == 74)
        #expect(program.text(of: "errors").contains("standard output cannot be written"))
        #expect(program.text(of: "errors").contains("credential 1, which is in force"))
    }

    @Test(arguments: [
        "help", "version", "routes", "config table", "config show", "config check", "keys list --database c.db",
        "keys revoke 1 --database c.db", "sessions list --database c.db",
    ])
    func `fails if its result could not be printed`(_ command: String) throws {
        let status = try program.run(
            """
            "$0" keys create --provider duro --create-database --database c.db >made
            "$0" \(command) >/dev/full 2>errors
            """)
        #expect(status == 74)
        #expect(program.text(of: "errors").contains("No space left on device."))
    }

    @Test func `is not ready after its database was moved, and logs that`() throws {
        let status = try program.run(
            """
            serve --sweep-interval 1
            until "$0" health --port $port >ready; do kill -0 $server || exit 1; sleep 0.02; done
            mv c.db elsewhere.db
            # The gateway reports it by itself, without a request or a write.
            until grep -q ' checkout-gateway: writing has stopped' errors; do kill -0 $server || exit 1; sleep 0.02; done
            ! "$0" health --port $port >ready 2>&1 || exit 1
            stop
            """)
        #expect(status == 0)
        #expect(program.text(of: "errors").contains("writing has stopped: \(program.folder)/c.db is not the file"))
    }

    @Test(arguments: [("", "5000000\n"), ("--config config.json", "0\n")])
    func `resets a sandbox's clock if it is not a sandbox`(_ option: String, _ clock: String) throws {
        let status = try program.run(
            """
            "$0" keys create --provider duro --create-database --database c.db >made
            sqlite3 c.db "INSERT INTO settings VALUES ('sandbox_clock', CAST('5000000' AS BLOB))"
            echo '{}' >config.json
            serve \(option) && stop
            sqlite3 c.db "SELECT CAST(value AS TEXT) FROM settings WHERE name = 'sandbox_clock'" >clock
            """)
        #expect(status == 0)
        #expect(program.text(of: "clock") == clock)
    }

    @Test func `distinguishes an unknown host from one that does not answer`() throws {
        // A label of a name has at most 63 letters, so no resolver is asked for this one.
        let host = String(repeating: "a", count: 64)
        #expect(try program.run(#""$0" health --host \#(host) 2>errors"#) == 69)
        #expect(program.text(of: "errors") == "checkout-gateway: the host \(host) is not known.\n")
        #expect(try program.run(#""$0" health --port 1 2>errors"#) == 69)
        #expect(program.text(of: "errors").contains("nothing answers at port 1"))
    }

    @Test(arguments: ["'*'", "0", "localhost", "127.1", "::ffff:127.0.0.1"])
    func `has links that lead to it, and is found ready, on every host that it listens on`(_ host: String) throws {
        let status = try program.run(
            #"""
            echo '{"credentials": [{"provider": "duro", "secret": "a"}]}' >config.json
            serve --host \#(host) --config config.json
            "$0" health --host \#(host) --port $port >ready && stop
            """#)
        #expect(status == 0)
        #expect(program.text(of: "ready") == "ready\n")
    }

    @Test(arguments: [
        #"printf '{"port": 1}' | "$0" config show --config /dev/stdin"#,
        #"printf '{"port": 1}' | "$0" config show --config /dev/fd/0"#,
        #"mkfifo pipe; (sleep 0.1; printf '{"po'; sleep 0.1; printf 'rt": 1}') >pipe & "$0" config show --config pipe"#,
        #"printf '\357\273\277{"port": 1}' >bom.json; "$0" config show --config bom.json"#,
    ])
    func `reads a configuration from a pipe, and after a byte order mark`(_ command: String) throws {
        #expect(try program.run("(\(command)) >shown 2>errors") == 0, "\(program.text(of: "errors"))")
        #expect(program.text(of: "shown").contains("port = 1  ("))
    }

    @Test func `reports an error when files reach their size limit`() throws {
        // ThreadSanitizer would make a log file, which the bound would cut as well, so it is told to make none.
        let status = try program.run(
            #"ulimit -f 1; TEST_TMPDIR=/dev/null "$0" keys create --provider duro --create-database --database c.db 2>errors"#
        )
        #expect(status == 73)
        #expect(program.text(of: "errors").contains("/c.db cannot be opened: "))
    }

    @Test(arguments: [
        "keys create --provider duro", "keys create --admin", "keys revoke 1", "keys list", "keys list --sandbox",
        "sessions list", "sessions show 1", "sessions timeline 1", "sessions complete 1", "sessions cancel 1",
        "sessions expire 1",
    ])
    func `makes no database unless asked to`(_ command: String) throws {
        let status = try program.run(#""$0" \#(command) --database typo.db 2>errors"#)
        #expect(status == 73)
        #expect(program.text(of: "errors").contains("There is no database at "))
        #expect(try program.run("[ \"$(ls)\" = errors ]") == 0)
    }

    @Test func `leaves no new file where its port is in use`() throws {
        let status = try program.run(
            """
            serve
            mkdir new old && "$0" keys create --admin --create-database --database old/g.db >made
            "$0" serve --port $port --database new/g.db 2>one; first=$?
            : >new/empty.db
            "$0" serve --port $port --database new/empty.db 2>>one; second=$?
            "$0" serve --port $port --database old/g.db 2>>one; third=$?
            stop
            echo $first $second $third $(ls new) $(ls old) >codes
            """)
        #expect(status == 0)
        #expect(program.text(of: "codes") == "69 69 69 empty.db g.db g.db.lock\n")
    }

    @Test func `reports on standard error that lines of its log are lost, and how many`() throws {
        // The only reader of the log goes after it has read the port.
        let status = try program.run(
            """
            mkfifo log && sed -n '/^listening on /{s/.*://p;q}' log >port &
            until [ -p log ]; do sleep 0.02; done
            "$0" serve --port 0 --database c.db >log 2>errors & server=$!
            until [ -s port ]; do kill -0 $server || exit 1; sleep 0.02; done
            for _ in 1 2 3; do "$0" health --port $(cat port) >ready || exit 1; done
            until grep -q 'being lost: Broken pipe' errors; do kill -0 $server || exit 1; sleep 0.02; done
            stop
            """)
        #expect(status == 0)
        #expect(
            program.text(of: "errors").contains("checkout-gateway: lines of the access log that were lost: 3.\n"),
            "\(program.text(of: "errors"))")
    }

    @Test func `reports on standard error that its address could not be printed`() throws {
        let status = try program.run(
            """
            "$0" serve --port 0 --database c.db >/dev/full 2>errors & server=$!
            until grep -q 'standard output cannot be written' errors; do kill -0 $server || exit 1; sleep 0.02; done
            stop
            """)
        #expect(status == 0)
    }

    /// The files of a copy, and the user's permissions on them.
    @Test(arguments: ["c.db", "c.db c.db-wal", "c.db c.db-wal c.db-shm"], ["500 400", "700 400", "500 600"])
    func `reads a copy that is read-only`(_ files: String, _ modes: String) throws {
        let mode = modes.split(separator: " ")
        let status = try program.run(
            """
            # Root may read and write everything, unless it drops that capability.
            may() { if [ "$(id -u)" = 0 ]; then setpriv --bounding-set=-dac_override,-dac_read_search "$@"; else "$@"; fi; }
            serve && case '\(files)' in *wal*) kill -KILL $server; server= ;; *) stop ;; esac
            mkdir copy && cp \(files) copy && chmod \(mode[1]) copy/* && chmod \(mode[0]) copy && ls copy >before
            may "$0" keys list --database copy/c.db >keys && may "$0" sessions list --database copy/c.db >sessions
            result=$?
            chmod 700 copy && ls copy >after && cmp before after && exit $result
            """)
        #expect(status == 0)
        let keys = program.text(of: "keys")
        for provider in Registry.providers { #expect(keys.contains("\(type(of: provider).name)"), "\(keys)") }
    }

    @Test(arguments: [
        ("", "as a sandbox, without a configuration"), ("--config config.json", "the configuration config.json"),
    ])
    func `logs at its start how it serves, the database, and how many sessions it has`(
        _ option: String, _ mode: String
    ) throws {
        let status = try program.run(
            """
            echo '{"credentials": [{"provider": "duro", "secret": "sk_test_0123456789abcdef0123456789abcdef"}]}' >config.json
            serve --config config.json
            curl -sS "http://127.0.0.1:$port/duro/v1/checkout/sessions" --data '{"amount":1}' --output made \
                -H 'Content-Type: application/json' -H 'Authorization: Bearer sk_test_0123456789abcdef0123456789abcdef'
            stop && serve \(option) && stop
            """)
        #expect(status == 0)
        let lines = program.text(of: "errors").split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines {
            #expect(Timestamp(rfc3339: Array(line.prefix { $0 != " " }.utf8)[...]) != nil, "\(line)")
            #expect(line.contains("Z checkout-gateway: "))
        }
        #expect(lines.first?.hasSuffix("\(mode); the database c.db has 1 session.") == true, "\(lines)")
        #expect(
            program.text(of: "out").split(separator: "\n").last?.hasPrefix("listening on http://127.0.0.1:") == true)
    }

    @Test func `is found at its own port, and not at that of a killed gateway`() throws {
        let status = try program.run(
            """
            serve
            until "$0" health --database c.db >ready; do kill -0 $server || exit 1; sleep 0.02; done
            "$0" keys list --sandbox --database c.db >keys || exit 2
            "$0" keys list --sandbox --database c.db --port 9 >flagged || exit 3
            grep -q "^curl .* http://127.0.0.1:$port/duro/" keys && grep -q ' http://127.0.0.1:9/duro/' flagged || exit 4
            kill -KILL $server; wait $server; server=
            grep -q "http://127.0.0.1:$port" c.db.lock || exit 5
            "$0" keys list --sandbox --database c.db >keys && grep -q ' http://127.0.0.1:8080/duro/' keys || exit 6
            serve && stop
            [ "$(wc -l <c.db.lock)" = 1 ]
            """)
        #expect(status == 0)
    }
}
