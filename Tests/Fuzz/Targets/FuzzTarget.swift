import Checkout
import Glibc
import Providers

/// One function of bytes that libFuzzer calls with generated inputs.
struct FuzzTarget: Sendable {
    let name: String
    /// Returns if every invariant holds, and ends the process if one does not.
    let run: @Sendable (Input) -> Void

    /// All targets. Each provider has its own target, because each reads other members.
    static let all: [FuzzTarget] =
        [
            FuzzTarget(name: "head", run: fuzzHead),
            FuzzTarget(name: "chunks", run: fuzzChunks),
            FuzzTarget(name: "connection", run: fuzzConnection),
            FuzzTarget(name: "target", run: fuzzTarget),
            FuzzTarget(name: "json", run: fuzzJSON),
            FuzzTarget(name: "references", run: fuzzReferences),
            FuzzTarget(name: "credentials", run: fuzzCredentials),
        ]
        + Registry.providers.map { provider in
            FuzzTarget(name: type(of: provider).name.text) { fuzzProvider(provider, $0) }
        }

    /// The target that the environment names.
    static let chosen: FuzzTarget = {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) }
        guard let target = all.first(where: { $0.name == name }) else {
            preconditionFailure("The program has looked the name up before.")
        }
        return target
    }()
}
