import CFuzzer
import Glibc

// One program for all targets: instrumenting and linking are what takes long, and every target needs the same modules.
// SwiftPM gives each executable a `main` of Swift's own and renames it while linking, which rules out libFuzzer's; so
// this one is Swift's, and calls libFuzzer's driver. libFuzzer knows a target by no name, hence the environment.
let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
if CommandLine.arguments.dropFirst() == ["--list"] {
    for target in FuzzTarget.all { print(target.name) }
    exit(0)
}
guard FuzzTarget.all.contains(where: { $0.name == name }) else {
    print("FUZZ_TARGET has to be one of: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    exit(64)
}

/// Called by libFuzzer, which links against it by this name.
@c(LLVMFuzzerTestOneInput)
func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.run(Input(Array(UnsafeBufferPointer(start: bytes, count: count))))
    return 0
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &arguments, test))
