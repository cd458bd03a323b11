import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// The program that was built beside these tests, run by a shell in a folder of its own.
final class BuiltProgram {
    let folder: String

    init() {
        folder = FileManager.default.temporaryDirectory.path + "/program-" + UUID().uuidString
        mkdir(folder, 0o700)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts a gateway on `c.db` and waits until it serves; stops it. A script that ends early also ends its gateway.
    private static let functions = """
        server=
        trap '[ -z "$server" ] || kill -KILL $server' EXIT
        serve() {
            : >out
            "$0" serve --port 0 --database c.db "$@" >out 2>errors & server=$!
            until grep -q '^listening on ' out; do kill -0 $server || exit 1; sleep 0.02; done
            port=$(sed -n 's/^listening on .*://p' out)
        }
        stop() {
            kill $server && wait $server && server=
        }
        """

    /// No script takes a tenth of this, even if a sanitizer or a busy machine slows the program down.
    private static let secondsMax = 600

    /// Runs a script of `sh` in the folder. In it, `$0` is the program, `serve OPTIONS` starts a gateway on `c.db` that
    /// serves at `$port`, and `stop` ends it. Returns the exit status, 124 if the script took too long; nil if a signal
    /// ended it.
    func run(_ script: String) throws -> Int32? {
        let program =
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            .split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/checkout-gateway"
        try #require(access(program, X_OK) == 0, "The program is built where the tests are.")
        return ShellScript.run(
            "\(Self.functions)\n\(script)", in: folder, program: program, secondsMax: Self.secondsMax)
    }

    /// The text of a file in the folder; empty if the file does not exist.
    func text(of name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data(), as: UTF8.self)
    }
}
